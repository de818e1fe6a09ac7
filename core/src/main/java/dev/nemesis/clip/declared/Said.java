package dev.nemesis.clip.declared;

/**
 * One thing that a configuration says.
 *
 * @param file that says it
 * @param key as the file calls it, dotted; where it is left out and the format has a default, that
 *     is said too
 * @param value of its {@link Fact}'s type
 */
public record Said(String file, String key, Object value) {
  @Override
  public String toString() {
    return key + ": " + (value instanceof Activation activation ? activation.title() : value);
  }
}
