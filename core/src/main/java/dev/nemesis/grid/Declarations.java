package dev.nemesis.grid;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.net.URI;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every method and loss that this JVM has: the program's, and those of jars that a user gave. They
 * are looked for once. One that cannot be used is left out, and said by {@link #requireUsable}.
 */
public final class Declarations {
  private static final String NAME = "[a-z][a-z0-9_]{0,39}";
  private static final Declarations FOUND = new Declarations(loader());

  private final Map<String, MethodDeclaration> methods = new LinkedHashMap<>();
  private final Map<String, LossDeclaration> losses = new LinkedHashMap<>();
  private final Map<String, OwnSetting> ofMethods = new LinkedHashMap<>();
  private final Map<String, OwnSetting> ofLosses = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  Declarations(ClassLoader from) {
    for (MethodDeclaration method :
        load(from, MethodDeclaration.class, MethodDeclaration::name, methods)) {
      told(method, () -> method.settings().forEach(own -> add(method, own, ofMethods, ofLosses)));
    }
    for (LossDeclaration loss : load(from, LossDeclaration.class, LossDeclaration::name, losses)) {
      told(loss, () -> loss.settings().forEach(own -> add(loss, own, ofLosses, ofMethods)));
    }
  }

  private <T> Collection<T> load(
      ClassLoader from, Class<T> kind, Function<T, String> name, Map<String, T> found) {
    try {
      for (T one : ServiceLoader.load(kind, from)) {
        told(one, () -> add(one, String.valueOf(name.apply(one)), found));
      }
    } catch (ServiceConfigurationError e) { // a class that is not there, or not of the kind
      problems.add(String.valueOf(e.getMessage()));
    }
    return found.values();
  }

  /** Asks a class of a jar something; an error of its own is a problem of that jar. */
  private void told(Object one, Runnable question) {
    try {
      question.run();
    } catch (RuntimeException | LinkageError e) { // e.g. compiled against another version
      problems.add(brings(one, "an error, " + e + "; compile it against this version"));
    }
  }

  private <T> void add(T one, String name, Map<String, T> found) {
    if (!name.matches(NAME)) {
      problems.add(brings(one, "'" + name + "'; a name is letters a to z, digits and _"));
    } else if (found.putIfAbsent(name, one) != null) {
      problems.add(brings(one, name + ", which is there already; give it another name"));
    }
  }

  /** Several of a jar may share a setting; two of one key that mean different things may not. */
  private void add(
      Object owner,
      OwnSetting setting,
      Map<String, OwnSetting> own,
      Map<String, OwnSetting> others) {
    if (!setting.key().matches(NAME)) {
      problems.add(brings(owner, "'" + setting.key() + "'; a key is letters a to z, digits and _"));
    } else if (others.containsKey(setting.key())
        || !own.computeIfAbsent(setting.key(), key -> setting).equals(setting)) {
      problems.add(brings(owner, "the key " + setting.key() + ", which is another's; rename it"));
    }
  }

  private static String brings(Object owner, String what) {
    return owner.getClass().getName() + " brings " + what;
  }

  /** Jars that Spark was given are seen by the threads that run the program. */
  private static ClassLoader loader() {
    return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
        .orElse(Declarations.class.getClassLoader());
  }

  /**
   * Makes sure that everything found can be used.
   *
   * @throws InputException naming the first class that cannot, and why
   */
  public static void requireUsable() {
    for (String problem : FOUND.problems()) {
      throw InputException.cannot(ErrorCode.ARGUMENT, "use a jar's method or loss: " + problem);
    }
  }

  /** Lines that each name a class that cannot be used, and why. */
  List<String> problems() {
    if (!problems.isEmpty()) {
      return List.copyOf(problems); // of such classes nothing more is asked
    }
    List<String> all = new ArrayList<>();
    methods.values().forEach(method -> own(method, method.settings(), all));
    losses.values().forEach(loss -> own(loss, loss.settings(), all));
    for (MethodDeclaration method : methods.values()) {
      method.defaults().forEach((key, value) -> checkDefault(method, key, value, all));
    }
    return all;
  }

  private static void own(Object owner, List<OwnSetting> settings, List<String> problems) {
    for (OwnSetting setting : settings) {
      if (Setting.isBuiltIn(setting.key())) {
        problems.add(brings(owner, "the key " + setting.key() + ", which is another's; rename it"));
      } else if (!setting.value().type().isInstance(setting.byDefault())) {
        problems.add(brings(owner, "the key " + setting.key() + " without a default"));
      }
    }
  }

  private static void checkDefault(
      MethodDeclaration method, String key, Object value, List<String> problems) {
    Setting setting = Setting.of(key);
    if (setting == null || !setting.type().isInstance(value)) {
      problems.add(
          brings(method, "the default %s: %s, which no cell can have".formatted(key, value)));
    }
  }

  /**
   * The files that brought a cell's method and loss, where these are not the program's own; each
   * once.
   */
  public static List<URI> broughtBy(Cell cell) {
    return Stream.of(method(cell.method().name()), loss(cell.lossLabel()))
        .flatMap(Optional::stream)
        .map(one -> source(one.getClass()))
        .flatMap(Optional::stream)
        .filter(source -> !Optional.of(source).equals(source(Declarations.class)))
        .distinct()
        .toList();
  }

  private static Optional<URI> source(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(location -> URI.create(location.toString()));
  }

  /** Names of all methods, the program's first. */
  static List<String> methodNames() {
    return List.copyOf(FOUND.methods.keySet());
  }

  /** Names of all losses, the program's first. */
  static List<String> lossNames() {
    return List.copyOf(FOUND.losses.keySet());
  }

  /** Settings that methods bring. */
  static List<OwnSetting> settingsOfMethods() {
    return List.copyOf(FOUND.ofMethods.values());
  }

  /** Settings that losses bring. */
  static List<OwnSetting> settingsOfLosses() {
    return List.copyOf(FOUND.ofLosses.values());
  }

  /** The method of a name; empty where a result is of a jar that is not at hand. */
  public static Optional<MethodDeclaration> method(String name) {
    return Optional.ofNullable(FOUND.methods.get(name));
  }

  /** The loss of a name; empty where a result is of a jar that is not at hand. */
  public static Optional<LossDeclaration> loss(String name) {
    return Optional.ofNullable(FOUND.losses.get(name));
  }
}
