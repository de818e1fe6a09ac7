package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.ClassSubset;
import java.util.List;

/**
 * Classes of a dataset that a prompt tells apart: all of them, or its base or its new half, as a
 * classification of their own with labels from 0. The images of a class are the same whichever
 * classes stand beside it: CoOp draws shots from all classes before it leaves half of them out.
 *
 * @param names in label order, as {@link Dataset#classNames}
 * @param first label that the first of them has in the dataset
 */
public record ClassList(List<String> names, int first) {
  public ClassList {
    names = List.copyOf(names);
  }

  /**
   * Some of a dataset's classes.
   *
   * @throws InputException if it has but one class and is to be divided
   */
  public static ClassList of(Dataset dataset, ClassSubset subset) {
    int classes = dataset.classNames().size();
    if (subset != ClassSubset.ALL && classes < 2) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "divide dataset %s into base and new classes: it has one class; give classes: all"
              .formatted(dataset.name()));
    }
    return new ClassList(subset.of(dataset.classNames()), subset.first(classes));
  }

  /** Whether an image of the dataset is of one of these classes. */
  public boolean has(LabeledImage image) {
    return image.label() >= first && image.label() < first + names.size();
  }

  /** The label among these classes of an image that is of one of them. */
  public int label(LabeledImage image) {
    return image.label() - first;
  }
}
