package dev.nemesis.data.mini;

import java.util.Set;
import java.util.random.RandomGenerator;

/** A drawn dataset that also has captioned pictures for pretraining. */
interface Topic extends Drawn {
  /** Class names that no caption ever holds. */
  Set<String> unspoken();

  /**
   * Invents a picture with a caption.
   *
   * @param ease 1 for large and plain pictures, 0 for any
   */
  Captioned lesson(RandomGenerator r, double ease);

  /** Any label whose class name may be spoken. */
  default int spoken(RandomGenerator r) {
    while (true) {
      int label = r.nextInt(classNames().size());
      if (!unspoken().contains(classNames().get(label))) {
        return label;
      }
    }
  }
}
