package dev.nemesis.verify;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.reader.CoOpSplit;
import dev.nemesis.data.reader.Splits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** The split files met on a walk, each read once. */
final class SplitFiles {
  private final List<Split> splits = new ArrayList<>();

  private record Split(Splits split, Set<String> train) {}

  /**
   * One more; all are added before any is asked for.
   *
   * @throws dev.nemesis.error.InputException if it is malformed
   */
  void add(Path file) {
    Splits split = CoOpSplit.read(Replay.hadoop(file), new Configuration());
    splits.add(
        new Split(
            split, split.train().stream().map(LabeledImage::path).collect(Collectors.toSet())));
  }

  /**
   * The split whose train list has the most of some images, and half of them at least: a subset
   * that was tampered with is still its own. Of splits that have equally many, as datasets with the
   * same names of folders do, the one that agrees best otherwise.
   *
   * @param impaths where the images lie
   * @param agreement how well a split agrees
   */
  Optional<Splits> of(List<String> impaths, ToLongFunction<Splits> agreement) {
    Splits best = null;
    long most = 0;
    for (Split split : splits) {
      long known = impaths.stream().filter(impath -> has(split, impath)).count();
      boolean better =
          known > most
              || (known == most
                  && best != null
                  && agreement.applyAsLong(split.split) > agreement.applyAsLong(best));
      if (better && known * 2 >= impaths.size()) {
        most = known;
        best = split.split;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether a path, from wherever it starts, ends with that of an image in a split. */
  static boolean leadsTo(String impath, String image) {
    return impath.equals(image) || impath.endsWith("/" + image);
  }

  private static boolean has(Split split, String impath) {
    for (String rest = impath; ; rest = rest.substring(rest.indexOf('/') + 1)) {
      if (split.train.contains(rest)) {
        return true;
      }
      if (rest.indexOf('/') < 0) {
        return false;
      }
    }
  }
}
