package dev.nemesis.data;

/**
 * Where a dataset's pixels come from: files below a folder, or a drawing program. Safe for use by
 * several threads.
 */
public interface PictureSource {
  /**
   * Reads one image, decoded to RGB.
   *
   * @throws BrokenImageException if it is missing, or no picture
   * @throws java.io.UncheckedIOException if what it lies on does not answer, which says nothing
   *     about the image
   */
  Picture read(String path);

  /** Whether the image is there; cheap, nothing is decoded. */
  boolean exists(String path);
}
