package dev.nemesis.data.catalogue;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.PictureFiles;
import dev.nemesis.data.reader.Splits;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * A dataset's lists, and where its images are.
 *
 * @param lists the file that says which they are, or the folder
 */
record OpenedSplits(Path lists, Splits splits, PictureFiles pictures) {
  /** Lengths in bytes of those images that are there, by path. */
  Map<String, Long> lengths() {
    return splits.lengths().isEmpty()
        ? pictures.lengths(
            splits.parts().values().stream().flatMap(List::stream).map(LabeledImage::path).toList())
        : splits.lengths();
  }

  /**
   * Refuses lists with an image that is not there.
   *
   * @param lengths of those that are
   */
  void requireImages(Map<String, Long> lengths) {
    splits
        .parts()
        .forEach(
            (part, images) -> {
              for (int i = 0; i < images.size(); i++) {
                String path = images.get(i).path();
                if (!lengths.containsKey(path)) {
                  throw InputException.cannot(
                      ErrorCode.DATASET,
                      "find the image \"%s\" of %s[%d] in %s: there is no %s"
                          .formatted(path, part, i, lists, pictures.locate(path)));
                }
              }
            });
  }
}
