package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.random.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a class's images are shared out where nobody has split them: shuffled with a seed, the same
 * way whenever and wherever the files have the same names.
 *
 * @param train share of a class's images, more than 0
 * @param val may be 0
 * @param test more than 0; the three add up to 1
 * @param seed of the shuffle
 */
public record Shares(double train, double val, double test, long seed) {
  /** Returns the reason why the shares cannot be used, if there is one. */
  public Optional<String> fault() {
    if (!(train > 0 && val >= 0 && test > 0)) {
      return Optional.of("train and test must have a share above 0, and val none below it");
    }
    double sum = train + val + test;
    return Math.abs(sum - 1) < 1e-6
        ? Optional.empty()
        : Optional.of("its shares add up to " + (float) sum + " and not to 1");
  }

  /** One class's images, shared out. */
  record Parts(List<LabeledImage> train, List<LabeledImage> val, List<LabeledImage> test) {}

  /**
   * Shares one class's images out: train and val have their rounded shares, test the rest.
   *
   * @param name of the class's folder; classes are shuffled independently
   */
  Parts of(String name, List<LabeledImage> images) {
    int[] order = Draws.permutation(Draws.of(seed, "split of " + name), images.size());
    List<LabeledImage> shuffled = new ArrayList<>(images.size());
    for (int index : order) {
      shuffled.add(images.get(index));
    }
    int trained = (int) Math.round(train * images.size());
    int validated = Math.min(images.size() - trained, (int) Math.round(val * images.size()));
    return new Parts(
        shuffled.subList(0, trained),
        shuffled.subList(trained, trained + validated),
        shuffled.subList(trained + validated, shuffled.size()));
  }
}
