package dev.nemesis.bench;

import dev.nemesis.clip.ClipModel;
import dev.nemesis.train.StepObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * How many cells an hour are trained, by how many are trained together. Each round trains, for each
 * size of bundle in turn, one whole bundle in each of some threads at once, as an executor's tasks
 * do: from the start of the prompts to the end, with the test images after every epoch. Image
 * features are there already, and there is no Spark.
 *
 * @param model of all tasks
 * @param step what each cell is trained with
 * @param names of the classes
 * @param shots training images a class
 * @param batch images a step
 * @param epochs of each cell
 * @param testImages classified after every epoch
 * @param tasks bundles trained at once
 */
public record GridBench(
    ClipModel model,
    StepCase step,
    ClassNameTokens names,
    int shots,
    int batch,
    int epochs,
    int testImages,
    int tasks) {

  /**
   * The throughput of one size of bundle.
   *
   * @param cells in a bundle
   * @param cellsPerHour in each round, of all tasks together
   */
  public record Rate(int cells, double[] cellsPerHour) {
    /** The middle round. */
    public double median() {
      return Medians.of(cellsPerHour);
    }
  }

  /** Steps of one cell. */
  public int steps() {
    return epochs * Math.max(1, shots * names.classes() / batch);
  }

  /**
   * Times everything.
   *
   * @param bundles cells in a bundle, each at least 1
   * @param rounds counted, after a shorter one that is not
   * @param done told what each round of each came to
   */
  public List<Rate> run(List<Integer> bundles, int rounds, Consumer<String> done) {
    ExecutorService threads = Executors.newFixedThreadPool(tasks);
    try {
      double[][] rates = new double[bundles.size()][rounds];
      for (int cells : bundles) {
        seconds(threads, cells, 1);
      }
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < rates.length; i++) {
          int cells = bundles.get(i);
          rates[i][round] = 3600.0 * tasks * cells / seconds(threads, cells, epochs);
          done.accept(
              "round %d of %d: bundles of %d: %.0f cells an hour"
                  .formatted(round + 1, rounds, cells, rates[i][round]));
        }
      }
      List<Rate> results = new ArrayList<>();
      for (int i = 0; i < rates.length; i++) {
        results.add(new Rate(bundles.get(i), rates[i]));
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  /** Wall time from the first task's start to the last one's end. */
  private double seconds(ExecutorService threads, int cells, int epochs) {
    long start = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      running.add(
          threads.submit(
              () -> {
                try (RandomCells bundle =
                    new RandomCells(model, step.bundled(cells), names, batch)) {
                  bundle.train(epochs, shots * names.classes(), testImages, StepObserver.NONE);
                }
              }));
    }
    for (Future<?> task : running) {
      try {
        task.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The bench was interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("A bundle of " + cells + " cells failed", e.getCause());
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
