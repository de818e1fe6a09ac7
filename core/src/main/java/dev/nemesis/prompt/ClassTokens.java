package dev.nemesis.prompt;

/**
 * A class's own part of a prompt, as token ids.
 *
 * @param name the class name's; context vectors may stand before or behind it
 * @param tail what every prompt ends with: "." and the end token
 */
public record ClassTokens(int[] name, int[] tail) {
  /** How many tokens that are. */
  public int length() {
    return name.length + tail.length;
  }
}
