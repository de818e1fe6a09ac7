package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.method.LearningMethod;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.prompt.SoftPrompts;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bundle promises its runs, whatever is learned. */
class BundleTrainingTest {
  private static final int CTX = 5;
  private static final int CLASSES = 6;
  private static final int EPOCHS = 6;
  private static final int STEPS = 3; // an epoch
  private static final long MEMORY = 1L << 25; // more than any of these takes

  /** Methods and shapes of prompts. */
  enum Kind {
    COOP(Method.COOP, PromptSpec.generic(CTX)),
    MIDDLE(Method.COOP, new PromptSpec(CTX, ClassTokenPosition.MIDDLE, false, 1, null)),
    CLASS_SPECIFIC(Method.COOP, new PromptSpec(CTX, ClassTokenPosition.END, true, 1, null)),
    PLOT(Method.PLOT, new PromptSpec(CTX, ClassTokenPosition.END, false, 2, null)),
    COCOOP(Method.COCOOP, PromptSpec.generic(CTX));

    @SuppressWarnings("ImmutableEnumChecker") // a record of a text
    private final Method method;

    @SuppressWarnings("ImmutableEnumChecker") // a record of plain values
    private final PromptSpec prompt;

    Kind(Method method, PromptSpec prompt) {
      this.method = method;
      this.prompt = prompt;
    }

    /** Few images where each has prompts of its own. */
    int batch() {
      return this == COCOOP ? 2 : 8;
    }

    int regions() {
      return this == PLOT ? 4 : 1;
    }
  }

  private static ClipModel model;

  @BeforeAll
  static void loadModel() {
    model = ClipModel.load(RandomClip.vit(21), Device.cpu());
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRunInABundleOfEightEqualsTheSameRunAlone(Kind kind) {
    List<Run> runs = eightDifferentRuns(kind);
    List<Outcome> together = train(kind, runs);
    for (int k = 0; k < runs.size(); k++) {
      Outcome alone = train(kind, List.of(runs.get(k))).get(0);
      assertSame(together.get(k), alone, "run " + k);
      assertThat(together.get(k).predictions()).isEqualTo(alone.predictions());
      assertThat(last(together.get(k))).isEqualTo(last(alone));
    }
  }

  private static void assertSame(Outcome actual, Outcome expected, String run) {
    for (int i = 0; i < expected.learned().size(); i++) {
      assertThat(Deviation.relative(actual.learned().get(i), expected.learned().get(i)))
          .as("%s, array %s", run, i)
          .isLessThan(1e-5);
    }
  }

  private static double last(Outcome outcome) {
    return outcome.epochs().get(EPOCHS - 1).testAccuracy();
  }

  @ParameterizedTest
  @EnumSource
  void theSameRunsTwiceGiveTheSameBitsAlsoWithCollectionsForced(Kind kind) {
    List<Outcome> first = train(kind, eightDifferentRuns(kind));
    List<Outcome> second =
        train(
            kind,
            eightDifferentRuns(kind),
            step -> {
              System.gc();
            });
    for (int k = 0; k < first.size(); k++) {
      assertSameBits(second.get(k), first.get(k));
      assertThat(second.get(k).epochs()).isEqualTo(first.get(k).epochs());
    }
  }

  private static void assertSameBits(Outcome actual, Outcome expected) {
    for (int i = 0; i < expected.learned().size(); i++) {
      assertThat(actual.learned().get(i)).isEqualTo(expected.learned().get(i));
    }
  }

  @Test
  void severalThreadsTrainAtOnceWithTheSameBitsAsOne() throws Exception {
    List<Outcome> alone = train(Kind.COOP, eightDifferentRuns(Kind.COOP));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<Outcome>>> futures = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        futures.add(threads.submit(() -> train(Kind.COOP, eightDifferentRuns(Kind.COOP))));
      }
      for (Future<List<Outcome>> future : futures) {
        for (int k = 0; k < alone.size(); k++) {
          assertSameBits(future.get().get(k), alone.get(k));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatDivergesTakesNoOtherWithIt(Kind kind) {
    List<Run> runs = new ArrayList<>(eightDifferentRuns(kind));
    Run wild = runs.get(3);
    OptimizerSpec steep = new OptimizerSpec(EPOCHS, kind.batch(), 1e30, 0.9, 5e-4, 1, 1e30);
    runs.set(3, new Run(wild.loss(), steep, wild.start(), wild.draws(), wild.images()));
    List<Outcome> outcomes = train(kind, runs);
    assertThat(outcomes.get(3).divergence())
        .hasValueSatisfying(d -> assertThat(d).contains("epoch"));
    for (int k = 0; k < runs.size(); k++) {
      if (k != 3) {
        assertThat(outcomes.get(k).divergence()).isEmpty();
        assertSame(outcomes.get(k), train(kind, List.of(runs.get(k))).get(0), "run " + k);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void trialsOneByOneGiveWhatTrialsTogetherGive(Kind kind) {
    List<Run> pan =
        List.of(run(kind, 1, loss(1, 0, Norm.L2, CTX)), run(kind, 2, loss(1, 0, Norm.L2, 3)));
    List<Outcome> together = train(kind, pan);
    List<Outcome> oneByOne = train(kind, pan, StepObserver.NONE, 1);
    for (int k = 0; k < pan.size(); k++) {
      assertSame(oneByOne.get(k), together.get(k), "run " + k);
      assertThat(oneByOne.get(k).epochs().get(EPOCHS - 1).lneCounts())
          .isEqualTo(together.get(k).epochs().get(EPOCHS - 1).lneCounts());
    }
  }

  @Test
  void aRunThatDoesNotSelectCountsNothingWhetherOthersInItsBundleDoOrNot() {
    LossSpec all = new LossSpec(1, 0, Norm.L2, OmegaSchedule.CONSTANT, 0, 3, 0, false, null);
    Run unselective = run(Kind.COOP, 1, all);
    Run selective = run(Kind.COOP, 2, loss(1, 0, Norm.L2, CTX));
    Outcome alone = train(Kind.COOP, List.of(unselective)).get(0);
    List<Outcome> together = train(Kind.COOP, List.of(unselective, selective));
    assertThat(counted(alone)).isZero();
    assertThat(counted(together.get(0))).isZero();
    assertThat(counted(together.get(1))).as("or the test would show nothing").isPositive();
    assertSame(together.get(0), alone, "the run");
  }

  private static int counted(Outcome outcome) {
    return outcome.epochs().stream()
        .flatMap(epoch -> epoch.lneCounts().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }

  @Test
  void anEpochsRowSaysWhatHappenedInIt() {
    Outcome outcome =
        train(Kind.COOP, eightDifferentRuns(Kind.COOP)).get(4); // PAN with three positions
    assertThat(outcome.epochs()).hasSize(EPOCHS);
    for (var epoch : outcome.epochs()) {
      assertThat(epoch.norms()).hasSize(CTX);
      assertThat(epoch.lneTried().stream().mapToInt(i -> i).sum()).isEqualTo(3 * STEPS);
      for (int j = 0; j < CTX; j++) {
        assertThat(epoch.lneCounts().get(j)).isBetween(0, epoch.lneTried().get(j));
      }
      assertThat(epoch.trainAccuracy()).isBetween(0.0, 100.0);
    }
    assertThat(outcome.epochs().get(0).lr()).isEqualTo(1e-5);
    assertThat(outcome.epochs().get(1).lr()).isCloseTo(0.02, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"COCOOP", "PLOT"})
  void whereATestTakesLongOnlyTheLastEpochIsTested(Kind kind) {
    Outcome outcome = train(kind, eightDifferentRuns(kind)).get(0);
    assertThat(outcome.epochs().subList(0, EPOCHS - 1))
        .allSatisfy(epoch -> assertThat(epoch.testAccuracy()).isNull());
    assertThat(last(outcome)).isBetween(0.0, 100.0);
  }

  @Test
  void memoryStaysFlatOverManySteps() {
    int epochs = 300; // of three steps
    Run some = run(Kind.COOP, 1, loss(1, 0, Norm.L2, 1));
    OptimizerSpec optimizer = new OptimizerSpec(epochs, 8, 0.002, 0.9, 5e-4, 1, 1e-5);
    List<Integer> arrays = new ArrayList<>();
    List<Long> nativeBytes = new ArrayList<>();
    train(
        Kind.COOP,
        List.of(new Run(some.loss(), optimizer, some.start(), some.draws(), some.images())),
        step -> {
          if (step.index() == 0 && step.epoch() % 100 == 99) {
            NDManager bundle = step.learned().get(0).getManager();
            arrays.add(
                bundle.getManagedArrays().size()
                    + bundle.getParentManager().getManagedArrays().size());
            nativeBytes.add(residentBytes() - Runtime.getRuntime().totalMemory());
          }
        });
    assertThat(arrays).hasSize(3).allMatch(count -> count.equals(arrays.get(0)));
    // Some 150,000 arrays are made and freed in between; kept, they would take over 300 megabytes.
    assertThat(nativeBytes.get(2) - nativeBytes.get(0)).isLessThan(128L << 20);
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

  private static List<Run> eightDifferentRuns(Kind kind) {
    return List.of(
        run(kind, 1, LossSpec.NONE),
        run(kind, 2, LossSpec.NONE),
        run(kind, 1, loss(1, 1, Norm.L2, 0)),
        run(kind, 2, loss(10, 1, Norm.L1, 0)),
        run(kind, 1, loss(1, 0, Norm.L2, 3)),
        run(kind, 2, loss(10, 0, Norm.LINF, 1)),
        run(kind, 3, loss(5, 0.3, Norm.L2, CTX)),
        run(kind, 3, loss(0.1, 0.7, Norm.L1, 2)));
  }

  private static LossSpec loss(double omega, double beta, Norm norm, int positions) {
    return new LossSpec(omega, beta, norm, OmegaSchedule.LOGISTIC, 0.2, positions, 0.5, true, null);
  }

  private static Run run(Kind kind, long seed, LossSpec loss) {
    int count = STEPS * kind.batch();
    Features images = features(100 + seed, count, 2, kind.regions());
    OptimizerSpec optimizer = new OptimizerSpec(EPOCHS, kind.batch(), 0.02, 0.9, 5e-4, 1, 1e-5);
    SeededDraws draws = new SeededDraws(seed, CTX, count, kind.batch(), loss.positions());
    return new Run(loss, optimizer, start(kind, seed), draws, images);
  }

  private static List<float[]> start(Kind kind, long seed) {
    int sets = kind.prompt.sets(CLASSES);
    float[] contexts = SoftPrompts.random(seed, sets, CTX, model.config().textWidth());
    try (NDManager manager = model.newManager();
        PromptText text = text(manager, kind, MEMORY)) {
      return LearningMethod.of(kind.method)
          .prepare(manager, model, kind.prompt, text)
          .start(seed, contexts);
    }
  }

  private static Features features(long seed, int images, int views, int regions) {
    Random random = new Random(seed);
    int dim = RandomClip.EMBED;
    float[] values = new float[views * images * regions * dim];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % CLASSES;
    }
    for (int i = 0; i < values.length; i++) {
      int label = labels[i / (dim * regions) % images];
      values[i] = (float) random.nextGaussian() + (i % dim == label ? 2 : 0);
    }
    return new Features(views, images, regions, dim, values, labels);
  }

  private static PromptText text(NDManager manager, Kind kind, long maxHidden) {
    int dot = RandomClip.VOCAB - 3;
    int eot = RandomClip.VOCAB - 1;
    Random random = new Random(9);
    List<ClassTokens> classes = new ArrayList<>();
    for (int length : new int[] {1, 3, 2, 3, 1, 2}) {
      int[] name = random.ints(length, 0, dot).toArray();
      classes.add(new ClassTokens(name, new int[] {dot, eot}));
    }
    return PromptText.of(manager, model, RandomClip.VOCAB - 2, kind.prompt, classes, maxHidden);
  }

  private static List<Outcome> train(Kind kind, List<Run> runs) {
    return train(kind, runs, StepObserver.NONE);
  }

  private static List<Outcome> train(Kind kind, List<Run> runs, StepObserver observer) {
    return train(kind, runs, observer, MEMORY);
  }

  private static List<Outcome> train(
      Kind kind, List<Run> runs, StepObserver observer, long maxHidden) {
    try (NDManager manager = model.newManager();
        PromptText text = text(manager, kind, maxHidden)) {
      PreparedMethod method =
          LearningMethod.of(kind.method).prepare(manager, model, kind.prompt, text);
      TestSet test = new TestSet(manager, features(7, 60, 1, kind.regions()));
      return new BundleTraining(model, method).train(runs, test, observer);
    }
  }
}
