package dev.nemesis.grid;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A method by its name, which is all that is stored and sent of it. What is declared of it is
 * looked up when it is asked for.
 *
 * @param name as in grid files
 */
public record Method(String name) {
  /** The hand-written prompt "a photo of a {class}.", nothing trained. */
  public static final Method ZEROSHOT = new Method("zeroshot");

  /** CoOp: context vectors shared by all classes (or one set per class), learned. */
  public static final Method COOP = new Method("coop");

  /** PLOT: several prompts, matched with an image's spatial features by optimal transport. */
  public static final Method PLOT = new Method("plot");

  /** CoCoOp: context vectors shifted, for every image, by what a learned meta-net makes of it. */
  public static final Method COCOOP = new Method("cocoop");

  /** Takes a name in capitals too, as ids have it. */
  public Method {
    name = name.toLowerCase(Locale.ROOT);
  }

  /** The declaration; of a method whose jar is not at hand, one with its name alone. */
  public MethodDeclaration declared() {
    return Declarations.method(name).orElseGet(() -> new Unknown(name));
  }

  /** The name that tables have for it. */
  public String title() {
    return declared().title();
  }

  /** Whether anything is learned. */
  public boolean isTrained() {
    return declared().isTrained();
  }

  /** The default of a common setting, by its key, where it is not CoOp's; else null. */
  Object defaultOf(String key) {
    return declared().defaults().get(key);
  }

  /** The text by which cells have had their ids since methods were constants. */
  @JsonValue
  String inIds() {
    return name.toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name;
  }

  /** A method of which results are left, but no jar. */
  private record Unknown(String name) implements MethodDeclaration {
    @Override
    public String title() {
      return name;
    }
  }
}
