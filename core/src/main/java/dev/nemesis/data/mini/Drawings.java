package dev.nemesis.data.mini;

import dev.nemesis.data.Picture;
import dev.nemesis.data.PictureSource;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.random.Draws;
import java.util.List;
import java.util.Locale;

/**
 * Pictures of one dataset, drawn from names like {@code mini-shapes/test/000123}. The number gives
 * the class (its remainder by the number of classes) and, with the split, the randomness: no two
 * splits share a stream.
 */
final class Drawings implements PictureSource {
  private static final List<String> SPLITS = List.of("train", "val", "test");
  private static final String NUMBER = "[0-9]{6}";

  private final Drawn drawn;
  private final int classes;

  Drawings(Drawn drawn) {
    this.drawn = drawn;
    this.classes = drawn.classNames().size();
  }

  static String path(String dataset, String split, int index) {
    return String.format(Locale.ROOT, "%s/%s/%06d", dataset, split, index);
  }

  @Override
  public Picture read(String path) {
    if (!exists(path)) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "draw '" + path + "'; it should be like " + path(drawn.datasetName(), "test", 123));
    }
    int slash = path.lastIndexOf('/');
    int index = Integer.parseInt(path.substring(slash + 1));
    String purpose = path.substring(0, slash);
    return drawn.draw(index % classes, Draws.of(0, purpose, index)).picture();
  }

  @Override
  public boolean exists(String path) {
    String[] parts = path.split("/", -1);
    return parts.length == 3
        && parts[0].equals(drawn.datasetName())
        && SPLITS.contains(parts[1])
        && parts[2].matches(NUMBER);
  }
}
