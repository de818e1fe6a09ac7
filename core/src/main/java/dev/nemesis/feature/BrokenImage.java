package dev.nemesis.feature;

/**
 * An image that cannot be read, so that some features cannot be computed.
 *
 * @param key of the features; one file may be broken for several
 * @param image its place in the key's split
 * @param path of the file below the dataset's image folder
 * @param reason e.g. {@code it is cut short}
 */
public record BrokenImage(FeatureKey key, int image, String path, String reason) {

  /** One line: {@code DATASET/PATH: REASON}. */
  public String line() {
    return (key.dataset() + "/" + path + ": " + reason).replaceAll("\\s*\\R\\s*", " ");
  }
}
