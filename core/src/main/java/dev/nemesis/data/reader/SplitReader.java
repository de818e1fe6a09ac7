package dev.nemesis.data.reader;

/** One way in which files say what the classes are, and which image is of which class and split. */
public interface SplitReader {
  /**
   * Reads a dataset's lists; no image is looked at.
   *
   * @throws dev.nemesis.error.InputException naming the file and place if one is missing or
   *     malformed
   */
  Splits read(DatasetHome home);

  /**
   * The files that must be in the dataset's folder beside its images, for messages; may be empty.
   */
  String needs();
}
