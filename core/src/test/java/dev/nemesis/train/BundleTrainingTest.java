package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.prompt.ClassSuffixes;
import dev.nemesis.prompt.PromptEncoder;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.verify.Deviation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a bundle promises its runs. */
class BundleTrainingTest {
  private static final int CTX = 5;
  private static final int CLASSES = 6;
  private static final int EPOCHS = 6;

  private static ClipModel model;

  @BeforeAll
  static void loadModel() {
    model = ClipModel.load(RandomClip.vit(21), Device.cpu());
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @Test
  void aRunInABundleOfEightEqualsTheSameRunAlone() {
    List<Run> runs = eightDifferentRuns();
    List<Outcome> together = train(runs);
    for (int k = 0; k < runs.size(); k++) {
      Outcome alone = train(List.of(runs.get(k))).get(0);
      assertThat(Deviation.relative(together.get(k).context(), alone.context()))
          .as("run %s", k)
          .isLessThan(1e-5);
      assertThat(together.get(k).predictions()).isEqualTo(alone.predictions());
      assertThat(last(together.get(k))).isEqualTo(last(alone));
    }
  }

  private static double last(Outcome outcome) {
    return outcome.epochs().get(EPOCHS - 1).testAccuracy();
  }

  @Test
  void theSameRunsTwiceGiveTheSameBitsAlsoWithCollectionsForced() {
    List<Outcome> first = train(eightDifferentRuns());
    List<Outcome> second =
        train(
            eightDifferentRuns(),
            step -> {
              System.gc();
            });
    for (int k = 0; k < first.size(); k++) {
      assertThat(second.get(k).context()).isEqualTo(first.get(k).context());
      assertThat(second.get(k).epochs()).isEqualTo(first.get(k).epochs());
    }
  }

  @Test
  void severalThreadsTrainAtOnceWithTheSameBitsAsOne() throws Exception {
    List<Outcome> alone = train(eightDifferentRuns());
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<Outcome>>> futures = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        futures.add(threads.submit(() -> train(eightDifferentRuns())));
      }
      for (Future<List<Outcome>> future : futures) {
        for (int k = 0; k < alone.size(); k++) {
          assertThat(future.get().get(k).context()).isEqualTo(alone.get(k).context());
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRunThatDivergesTakesNoOtherWithIt() {
    List<Run> runs = new ArrayList<>(eightDifferentRuns());
    Run wild = runs.get(3);
    OptimizerSpec steep = new OptimizerSpec(EPOCHS, 8, 1e30, 0.9, 5e-4, 1, 1e30);
    runs.set(3, new Run(wild.loss(), steep, wild.draws(), wild.images()));
    List<Outcome> outcomes = train(runs);
    assertThat(outcomes.get(3).divergence())
        .hasValueSatisfying(d -> assertThat(d).contains("epoch"));
    for (int k = 0; k < runs.size(); k++) {
      if (k != 3) {
        assertThat(outcomes.get(k).divergence()).isEmpty();
        Outcome alone = train(List.of(runs.get(k))).get(0);
        assertThat(Deviation.relative(outcomes.get(k).context(), alone.context())).isLessThan(1e-5);
      }
    }
  }

  @Test
  void anEpochsRowSaysWhatHappenedInIt() {
    Outcome outcome = train(eightDifferentRuns()).get(4); // PAN with three positions
    assertThat(outcome.epochs()).hasSize(EPOCHS);
    for (var epoch : outcome.epochs()) {
      assertThat(epoch.norms()).hasSize(CTX);
      assertThat(epoch.lneTried().stream().mapToInt(i -> i).sum()).isEqualTo(3 * 3);
      for (int j = 0; j < CTX; j++) {
        assertThat(epoch.lneCounts().get(j)).isBetween(0, epoch.lneTried().get(j));
      }
      assertThat(epoch.trainAccuracy()).isBetween(0.0, 100.0);
    }
    assertThat(outcome.epochs().get(0).lr()).isEqualTo(1e-5);
    assertThat(outcome.epochs().get(1).lr()).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void memoryStaysFlatOverThousandsOfSteps() {
    int epochs = 700; // of three steps
    Run some = run(1, loss(1, 0, Norm.L2, 1));
    OptimizerSpec optimizer = new OptimizerSpec(epochs, 8, 0.002, 0.9, 5e-4, 1, 1e-5);
    List<Integer> arrays = new ArrayList<>();
    List<Long> nativeBytes = new ArrayList<>();
    train(
        List.of(new Run(some.loss(), optimizer, some.draws(), some.images())),
        step -> {
          if (step.index() == 0 && step.epoch() % 100 == 99) {
            NDManager bundle = step.contexts().getManager();
            arrays.add(
                bundle.getManagedArrays().size()
                    + bundle.getParentManager().getManagedArrays().size());
            nativeBytes.add(residentBytes() - Runtime.getRuntime().totalMemory());
          }
        });
    assertThat(arrays).hasSize(7).allMatch(count -> count.equals(arrays.get(0)));
    // Some 500,000 arrays are made and freed in between; kept, they would take over a gigabyte.
    assertThat(nativeBytes.get(6) - nativeBytes.get(0)).isLessThan(128L << 20);
  }

  /** What the process holds, Java's heap and libtorch's memory; 0 where the system does not say. */
  private static long residentBytes() {
    System.gc();
    try {
      try (Scanner pages = new Scanner(Path.of("/proc/self/statm"), StandardCharsets.US_ASCII)) {
        pages.next(); // all of it; what is resident comes second
        return pages.nextLong() * 4096;
      }
    } catch (IOException e) {
      return 0;
    }
  }

  private static List<Run> eightDifferentRuns() {
    List<Run> runs = new ArrayList<>();
    runs.add(run(1, LossSpec.NONE));
    runs.add(run(2, LossSpec.NONE));
    runs.add(run(1, loss(1, 1, Norm.L2, 0)));
    runs.add(run(2, loss(10, 1, Norm.L1, 0)));
    runs.add(run(1, loss(1, 0, Norm.L2, 3)));
    runs.add(run(2, loss(10, 0, Norm.LINF, 1)));
    runs.add(run(3, loss(5, 0.3, Norm.L2, CTX)));
    runs.add(run(3, loss(0.1, 0.7, Norm.L1, 2)));
    return runs;
  }

  private static LossSpec loss(double omega, double beta, Norm norm, int positions) {
    return new LossSpec(omega, beta, norm, OmegaSchedule.LOGISTIC, 0.2, positions, 0.5, true, null);
  }

  private static Run run(long seed, LossSpec loss) {
    Features images = features(100 + seed, 24, 2);
    OptimizerSpec optimizer = new OptimizerSpec(EPOCHS, 8, 0.02, 0.9, 5e-4, 1, 1e-5);
    SeededDraws draws =
        new SeededDraws(seed, CTX, model.config().textWidth(), 24, 8, loss.positions());
    return new Run(loss, optimizer, draws, images);
  }

  private static Features features(long seed, int images, int views) {
    Random random = new Random(seed);
    int dim = RandomClip.EMBED;
    float[] values = new float[views * images * dim];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % CLASSES;
    }
    for (int i = 0; i < values.length; i++) {
      int label = labels[i / dim % images];
      values[i] = (float) random.nextGaussian() + (i % dim == label ? 2 : 0);
    }
    return new Features(views, images, dim, values, labels);
  }

  private static List<Outcome> train(List<Run> runs) {
    return train(runs, StepObserver.NONE);
  }

  private static List<Outcome> train(List<Run> runs, StepObserver observer) {
    try (NDManager manager = model.newManager()) {
      int length = 4;
      long[] ids = new Random(9).longs((long) CLASSES * length, 0, RandomClip.VOCAB - 2).toArray();
      long[] eot = {1, 3, 2, 3, 1, 2};
      ClassSuffixes suffixes = ClassSuffixes.of(manager, model.text(), ids, eot, length);
      try (PromptEncoder encoder = new PromptEncoder(manager, model.text(), suffixes, 1 + CTX)) {
        PromptForward forward = new PromptForward(manager, model, encoder, RandomClip.VOCAB - 2);
        TestSet test = new TestSet(manager, features(7, 60, 1));
        return new BundleTraining(model, forward, CTX).train(runs, test, observer);
      }
    }
  }
}
