package dev.nemesis.data.mini;

import dev.nemesis.random.Draws;
import java.util.random.RandomGenerator;

/** Captioned pictures without end, to pretrain on; none of them is in a dataset. */
public final class Lessons {
  /** The general lessons count more often: they name every shape, colour and texture. */
  private static final int GENERAL_SHARE = 3;

  private Lessons() {}

  /**
   * One captioned picture.
   *
   * @param seed of the pretraining
   * @param index which picture
   * @param ease 1 for large and plain pictures, 0 for any; in between, some of each
   */
  public static Lesson draw(long seed, long index, double ease) {
    Captioned captioned = captioned(seed, index, ease);
    return new Lesson(captioned.scene().picture(), captioned.caption());
  }

  /** The same before it is drawn. */
  static Captioned captioned(long seed, long index, double ease) {
    RandomGenerator r = Draws.of(seed, "lesson", index);
    int topics = MiniDatasets.TOPICS.size();
    int topic = Math.max(0, r.nextInt(topics + GENERAL_SHARE - 1) - GENERAL_SHARE + 1);
    return MiniDatasets.TOPICS.get(topic).lesson(r, ease);
  }
}
