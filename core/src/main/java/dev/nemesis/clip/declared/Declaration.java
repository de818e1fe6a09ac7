package dev.nemesis.clip.declared;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Facts that the configuration files of one model tell. */
public final class Declaration {
  /** The empty declaration: what the shapes do not tell is as OpenAI published it. */
  public static final Declaration NONE = new Declaration(Map.of());

  /** Files print floats with more or fewer digits. */
  private static final double SAME = 1e-6;

  private final Map<Fact, Said> facts;

  private Declaration(Map<Fact, Said> facts) {
    this.facts = facts;
  }

  /** Gathers facts. */
  static final class Builder {
    private final Map<Fact, Said> facts = new EnumMap<>(Fact.class);

    /**
     * Adds one.
     *
     * @throws InputException if another file, or another key of this one, says otherwise
     */
    Builder add(Fact fact, Said said) {
      Said before = facts.putIfAbsent(fact, said);
      if (before != null && !same(before.value(), said.value())) {
        throw before.file().equals(said.file())
            ? InputException.cannot(
                ErrorCode.WEIGHTS,
                "use %s: it says %s and %s; let it say one of them"
                    .formatted(said.file(), before, said))
            : InputException.cannot(
                ErrorCode.WEIGHTS,
                "use %s and %s together: one says %s, the other %s; keep the one that belongs to the weights"
                    .formatted(before.file(), said.file(), before, said));
      }
      return this;
    }

    Declaration build() {
      return facts.isEmpty() ? NONE : new Declaration(new EnumMap<>(facts));
    }
  }

  private static boolean same(Object one, Object other) {
    if (one instanceof List<?> list && other instanceof List<?> second) {
      boolean same = list.size() == second.size();
      for (int i = 0; same && i < list.size(); i++) {
        same = same(list.get(i), second.get(i));
      }
      return same;
    }
    if (one instanceof Number number && other instanceof Number second) {
      double a = number.doubleValue();
      double b = second.doubleValue();
      return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
    }
    return one.equals(other);
  }

  /** The value said for a fact. */
  public Optional<Said> get(Fact fact) {
    return Optional.ofNullable(facts.get(fact));
  }

  /** A whole number that was said. */
  public Optional<Integer> integer(Fact fact) {
    return get(fact).map(said -> (Integer) said.value());
  }

  /** An activation that was said. */
  public Optional<Activation> activation(Fact fact) {
    return get(fact).map(said -> (Activation) said.value());
  }

  /** A number that was said. */
  public Optional<Double> number(Fact fact) {
    return get(fact).map(said -> (Double) said.value());
  }

  /** Three numbers that were said. */
  public Optional<List<Float>> channels(Fact fact) {
    return get(fact)
        .map(
            said -> ((List<?>) said.value()).stream().map(v -> ((Number) v).floatValue()).toList());
  }

  /**
   * Holds what was said against a shape.
   *
   * @param weights the file of weights, for messages
   * @throws InputException naming key and tensor if it is otherwise
   */
  public void requireSame(String weights, Fact fact, Object shape) {
    get(fact)
        .filter(said -> !same(said.value(), shape))
        .ifPresent(
            said -> {
              throw contradiction(weights, said, fact.tensor().orElseThrow() + "' says " + shape);
            });
  }

  /** The refusal of a fact by what a tensor, with the quote after its name, says. */
  public static InputException contradiction(String weights, Said said, String tensor) {
    return InputException.cannot(
        ErrorCode.WEIGHTS,
        "use %s with %s: it says %s, and tensor '%s; give the configuration that belongs to the weights"
            .formatted(weights, said.file(), said, tensor));
  }

  /** The files it is from, in order; empty if nothing was said. */
  public Set<String> files() {
    Set<String> files = new LinkedHashSet<>();
    facts.values().forEach(said -> files.add(said.file()));
    return files;
  }
}
