package dev.nemesis.bench;

import dev.nemesis.clip.ClipModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Times steps against each other: in every round each takes its turn, so that a machine that slows
 * down slows all of them.
 */
public final class StepBench {
  private final ClipModel model;
  private final int batch;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(
      StepCase step, ClassNames names, String algorithm, boolean images, int steps) {}

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
  public StepBench ours(StepCase step, ClassNames names, int steps) {
    entries.add(new Entry(step, names, "ours", false, steps));
    return this;
  }

  /** Takes part: the reference's way of one cell. */
  public StepBench reference(StepCase step, ClassNames names, boolean images, int steps) {
    entries.add(new Entry(step, names, "reference", images, steps));
    return this;
  }

  /**
   * Times everything.
   *
   * @param rounds counted, after one that is not
   * @param done told what each round of each took
   */
  public List<StepTiming> run(int rounds, Consumer<String> done) {
    double[][] seconds = new double[entries.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        // Made anew each time: what one keeps on the device would slow the others.
        try (TimedStep step = timed(entry)) {
          double taken = step.seconds(round < 0 ? 1 : entry.steps);
          if (round >= 0) {
            seconds[i][round] = taken;
          }
          done.accept(
              "round %d of %d: %s %s of %s: %.4f s"
                  .formatted(
                      round + 1, rounds, entry.algorithm, entry.step.name(), entry.names, taken));
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

  private TimedStep timed(Entry entry) {
    return entry.algorithm.equals("ours")
        ? new OurStep(model, entry.step, entry.names, batch)
        : new ReferenceStep(model, entry.step, entry.names, batch, entry.images);
  }
}
