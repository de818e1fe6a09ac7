package dev.nemesis.data;

import java.util.List;

/**
 * A classification dataset with the splits of CoOp.
 *
 * @param name as grid files name it
 * @param classNames in label order, as the split writes them ({@code _} not yet replaced)
 * @param train images to sample shots from, in the order of the split file (few-shot sampling
 *     depends on it)
 * @param val as {@code train}
 * @param test the images accuracy is measured on
 * @param pictures where the pixels are
 * @param digest SHA-256 (hex) of what determines class names, splits and pixels' identity; part of
 *     a cell's id
 * @param notes in a line each, what its files hold that is not used, and what is odd about its
 *     lists
 */
public record Dataset(
    String name,
    List<String> classNames,
    List<LabeledImage> train,
    List<LabeledImage> val,
    List<LabeledImage> test,
    PictureSource pictures,
    String digest,
    List<String> notes) {
  public Dataset {
    classNames = List.copyOf(classNames);
    train = List.copyOf(train);
    val = List.copyOf(val);
    test = List.copyOf(test);
    notes = List.copyOf(notes);
  }

  /** One of which there is nothing to note. */
  public Dataset(
      String name,
      List<String> classNames,
      List<LabeledImage> train,
      List<LabeledImage> val,
      List<LabeledImage> test,
      PictureSource pictures,
      String digest) {
    this(name, classNames, train, val, test, pictures, digest, List.of());
  }
}
