package dev.nemesis.data.catalogue;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Picture;
import dev.nemesis.data.PictureSource;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset that is not there, made of its declared counts: for planning, never for training. Its
 * images are spread evenly over its classes, what is left over goes to the first.
 */
final class AssumedDataset {
  private AssumedDataset() {}

  /**
   * Creates a dataset whose digest is no hash, so nothing made with it can pass for made with the
   * real one.
   */
  static Dataset of(String name, DatasetCounts counts) {
    List<String> classNames = new ArrayList<>();
    for (int label = 0; label < counts.classes(); label++) {
      classNames.add("class " + label);
    }
    return new Dataset(
        name,
        classNames,
        images("train", counts.train(), counts.classes()),
        images("val", counts.val().orElse(0), counts.classes()),
        images("test", counts.test(), counts.classes()),
        new NoPictures(name),
        "assumed %s: %d classes, %d train, %d val, %d test"
            .formatted(
                name, counts.classes(), counts.train(), counts.val().orElse(0), counts.test()));
  }

  private static List<LabeledImage> images(String part, int count, int classes) {
    List<LabeledImage> images = new ArrayList<>(count);
    for (int label = 0; label < classes; label++) {
      int ofClass = count / classes + (label < count % classes ? 1 : 0);
      for (int i = 0; i < ofClass; i++) {
        images.add(new LabeledImage(part + "/" + label + "/" + i, label));
      }
    }
    return images;
  }

  private record NoPictures(String dataset) implements PictureSource {
    @Override
    public Picture read(String path) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "read an image of the dataset %s: it is assumed from its counts, and no file was opened"
              .formatted(dataset));
    }

    @Override
    public boolean exists(String path) {
      return false;
    }
  }
}
