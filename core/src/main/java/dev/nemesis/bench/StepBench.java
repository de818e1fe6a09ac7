package dev.nemesis.bench;

import dev.nemesis.clip.ClipModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Times steps against each other: in every round each takes its turn, in the order in which they
 * were given, so that a machine that slows down slows all of them, and neighbours alike.
 */
public final class StepBench {
  private final ClipModel model;
  private final int batch;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(
      StepCase step,
      ClassNameTokens names,
      Algorithm algorithm,
      boolean images,
      int steps,
      int mostRounds) {}

  /**
   * A bench.
   *
   * @param batch images a step
   */
  public StepBench(ClipModel model, int batch) {
    this.model = model;
    this.batch = batch;
  }

  /**
   * Takes part: the code that trains cells here.
   *
   * @param steps timed together in a round
   */
  public StepBench ours(StepCase step, ClassNameTokens names, int steps) {
    entries.add(new Entry(step, names, Algorithm.OURS, false, steps, Integer.MAX_VALUE));
    return this;
  }

  /**
   * Takes part: the reference's way of one cell, one step a round.
   *
   * @param images whether it encodes the batch's images
   * @param rounds at most; where a step takes minutes, fewer than of ours are enough
   */
  public StepBench reference(StepCase step, ClassNameTokens names, boolean images, int rounds) {
    entries.add(new Entry(step, names, Algorithm.REFERENCE, images, 1, rounds));
    return this;
  }

  /**
   * Times everything.
   *
   * @param rounds counted, after one that is not
   * @param done told what each round of each took
   */
  public List<StepTiming> run(int rounds, Consumer<String> done) {
    double[][] seconds = new double[entries.size()][];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = new double[Math.min(rounds, entries.get(i).mostRounds)];
    }
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < entries.size(); i++) {
        if (round < seconds[i].length) {
          double taken = round(entries.get(i), round < 0);
          if (round >= 0) {
            seconds[i][round] = taken;
          }
          done.accept(line(entries.get(i), round, seconds[i].length, taken));
        }
      }
    }
    List<StepTiming> timings = new ArrayList<>();
    for (int i = 0; i < seconds.length; i++) {
      Entry entry = entries.get(i);
      timings.add(
          StepTiming.of(entry.step, entry.names, entry.algorithm, entry.images, seconds[i]));
    }
    return timings;
  }

  /** Made anew each time: what one keeps on the device would slow the others. */
  private double round(Entry entry, boolean warmUp) {
    try (TimedStep step =
        entry.algorithm == Algorithm.OURS
            ? new OurStep(model, entry.step, entry.names, batch)
            : new ReferenceStep(model, entry.step, entry.names, batch, entry.images)) {
      return step.seconds(warmUp ? 1 : entry.steps);
    }
  }

  private static String line(Entry entry, int round, int rounds, double taken) {
    return String.format(
        Locale.ROOT,
        "round %d of %d: %s %s%s of %s: %.4f s",
        round + 1,
        rounds,
        entry.algorithm.name().toLowerCase(Locale.ROOT),
        entry.step.name(),
        entry.images ? ", images encoded," : "",
        entry.names,
        taken);
  }
}
