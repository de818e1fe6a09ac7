package dev.nemesis.data.mini;

import dev.nemesis.random.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Captioned pictures without end, to pretrain on; none of them is in a dataset. They come in
 * batches of few topics, so that the wrong captions of a picture are hard to tell from the right
 * one.
 */
public final class Lessons {
  /** The general lessons count more often: they name every shape, colour and texture. */
  private static final int GENERAL_SHARE = 3;

  private static final int TOPICS_A_BATCH = 4;
  private static final int WORDY_EVERY = 8;

  private Lessons() {}

  /**
   * Draws a batch.
   *
   * @param seed of the pretraining
   * @param step which batch
   * @param size how many pictures
   * @param ease 1 for large and plain pictures, 0 for any; in between, some of each
   */
  public static List<Lesson> draw(long seed, long step, int size, double ease) {
    List<Lesson> lessons = new ArrayList<>(size);
    List<Topic> topics = topics(seed, step);
    for (int i = 0; i < size; i++) {
      RandomGenerator r = Draws.of(seed, "lesson", step, i);
      Captioned captioned = topics.get(i % topics.size()).lesson(r, ease);
      lessons.add(new Lesson(captioned.scene().picture(), caption(r, captioned, step)));
    }
    return lessons;
  }

  /** The captions of a batch without its pictures. */
  static List<String> captions(long seed, long step, int size, double ease) {
    List<String> captions = new ArrayList<>(size);
    List<Topic> topics = topics(seed, step);
    for (int i = 0; i < size; i++) {
      RandomGenerator r = Draws.of(seed, "lesson", step, i);
      captions.add(caption(r, topics.get(i % topics.size()).lesson(r, ease), step));
    }
    return captions;
  }

  private static String caption(RandomGenerator r, Captioned captioned, long step) {
    // All of a batch are wordy or none, for the longest caption decides what the batch costs.
    return Phrases.sentence(r, captioned.phrase(), step % WORDY_EVERY == WORDY_EVERY - 1);
  }

  private static List<Topic> topics(long seed, long step) {
    RandomGenerator r = Draws.of(seed, "topics", step);
    List<Topic> all = MiniDatasets.TOPICS;
    List<Topic> topics = new ArrayList<>();
    while (topics.size() < TOPICS_A_BATCH) {
      int ticket = r.nextInt(all.size() + GENERAL_SHARE - 1);
      Topic topic = all.get(Math.max(0, ticket - GENERAL_SHARE + 1));
      if (!topics.contains(topic)) {
        topics.add(topic);
      }
    }
    return topics;
  }
}
