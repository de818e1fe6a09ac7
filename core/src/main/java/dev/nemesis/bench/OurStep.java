package dev.nemesis.bench;

import dev.nemesis.clip.ClipModel;

/** Steps of a real training, the loop and all: the code that trains cells, timed from outside. */
final class OurStep implements TimedStep {
  private final RandomCells cells;
  private final int batch;

  OurStep(ClipModel model, StepCase step, ClassNameTokens names, int batch) {
    cells = new RandomCells(model, step, names, batch);
    this.batch = batch;
  }

  @Override
  public double seconds(int steps) {
    long[] ends = new long[steps + 1]; // the first warms up
    cells.train(
        1,
        ends.length * batch,
        1,
        seen -> {
          if (seen.index() == 0 || seen.index() == steps) {
            var unused = seen.numbers().get(); // waits for the device, as an epoch does once
          }
          ends[seen.index()] = System.nanoTime();
        });
    return (ends[steps] - ends[0]) / 1e9 / steps;
  }

  @Override
  public void close() {
    cells.close();
  }
}
