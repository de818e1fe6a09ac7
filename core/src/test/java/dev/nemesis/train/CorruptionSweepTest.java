package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.InputException;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.loss.Corruption;
import dev.nemesis.loss.Corruption.Noise;
import dev.nemesis.loss.Corruption.Operation;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Corrupted prompts, all at once, against each corrupted by hand and tested by itself. */
class CorruptionSweepTest {
  private static final int CTX = 3;
  private static final int PROMPTS = 2; // PLOT's

  private static ClipModel model;
  private static Tokenizer tokenizer;
  private static int width;

  @BeforeAll
  static void loadModel() {
    ClipWeights weights = ClipWeights.load(ClipWeights.MINI, new Configuration(false));
    model = ClipModel.load(weights, Device.cpu());
    width = weights.config().textWidth();
    tokenizer =
        Tokenizer.load(
            ClipWeights.miniVocabulary(), "the mini vocabulary", weights.config().vocabSize());
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"coop", "plot"})
  void everyRowIsTheAccuracyOfThePromptCorruptedByHand(String name) {
    Method method = new Method(name);
    SeededReplacements replacements = new SeededReplacements(7, Noise.VARIANCE, width);
    List<Corruption> corruptions = Corruption.paper(CTX);
    float[] contexts = contexts(method);
    try (PromptEvaluation evaluation = evaluation(method)) {
      List<CorruptionRow> rows = evaluation.corrupt(List.of(contexts), corruptions, replacements);

      assertThat(rows).hasSize(10 * CTX);
      double before = evaluation.evaluate(List.of(List.of(contexts))).get(0).accuracy();
      for (int i = 0; i < rows.size(); i++) {
        float[] corrupted = byHand(contexts, corruptions.get(i), replacements);
        assertThat(rows.get(i).accuracyBefore()).isEqualTo(before);
        assertThat(rows.get(i).accuracyAfter())
            .as("%s", corruptions.get(i))
            .isEqualTo(evaluation.evaluate(List.of(List.of(corrupted))).get(0).accuracy());
        assertThat(rows.get(i).normAfter())
            .isCloseTo(meanNorm(corrupted, rows.get(i).position()), within(1e-5));
        assertThat(rows.get(i).normBefore())
            .isCloseTo(meanNorm(contexts, rows.get(i).position()), within(1e-5));
      }
      assertThat(rows).anyMatch(row -> row.accuracyAfter() != row.accuracyBefore());
    }
  }

  @Test
  void thePapersCorruptionsAreFiveStrengthsOfEachOperationAtEveryPosition() {
    List<Corruption> all = Corruption.paper(16);

    assertThat(all).hasSize(160).doesNotHaveDuplicates();
    assertThat(all.stream().filter(c -> c.operation() == Operation.RESCALE && c.position() == 9))
        .extracting(Corruption::factor)
        .containsExactly(0.001, 0.01, 0.1, 0.5, 2.0);
    assertThat(all.stream().filter(c -> c.operation() == Operation.REPLACE && c.position() == 0))
        .extracting(Corruption::factor)
        .containsExactly(0.0, 0.001, 0.01, 0.1, 0.5);
  }

  @Test
  void noiseHasTheVarianceOrTheDeviationItIsSaidToHave() {
    Corruption half = new Corruption(Operation.REPLACE, 0.5, 1);

    assertThat(variance(new SeededReplacements(1, Noise.VARIANCE, 100_000).vector(half, 0)))
        .isCloseTo(0.5, within(0.01));
    assertThat(variance(new SeededReplacements(1, Noise.STD, 100_000).vector(half, 0)))
        .isCloseTo(0.25, within(0.005));
  }

  @Test
  void everyStrengthPositionAndSetHasNoiseOfItsOwnAndTheSameAgain() {
    SeededReplacements replacements = new SeededReplacements(1, Noise.STD, 8);
    float[] one = replacements.vector(new Corruption(Operation.REPLACE, 0.1, 1), 0);

    assertThat(replacements.vector(new Corruption(Operation.REPLACE, 0.1, 1), 0)).isEqualTo(one);
    assertThat(replacements.vector(new Corruption(Operation.REPLACE, 0.1, 2), 0)).isNotEqualTo(one);
    assertThat(replacements.vector(new Corruption(Operation.REPLACE, 0.1, 1), 1)).isNotEqualTo(one);
    assertThat(
            new SeededReplacements(2, Noise.STD, 8)
                .vector(new Corruption(Operation.REPLACE, 0.1, 1), 0))
        .isNotEqualTo(one);
  }

  @Test
  void aPromptOfAnotherSizeIsRefused() {
    try (PromptEvaluation evaluation = evaluation(Method.COOP)) {
      assertThatThrownBy(() -> evaluation.evaluate(List.of(List.of(new float[7]))))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("Cannot test a prompt of [7] values on shapes:");
    }
  }

  private static PromptEvaluation evaluation(Method method) {
    PromptSpec prompt =
        new PromptSpec(
            CTX, ClassTokenPosition.END, false, method.equals(Method.PLOT) ? PROMPTS : 1, null);
    int regions = method.equals(Method.PLOT) ? 4 : 1;
    return new PromptEvaluation(
        model,
        tokenizer,
        method,
        prompt,
        null,
        new Target("shapes", "all", List.of("circle", "square", "star"), features(regions)));
  }

  private static Features features(int regions) {
    int images = 120; // more than PLOT classifies at once
    Random random = new Random(3);
    float[] values = new float[images * regions * model.config().embedDim()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] labels = IntStream.range(0, images).map(i -> i % 3).toArray();
    return new Features(1, images, regions, model.config().embedDim(), values, labels);
  }

  private static float[] contexts(Method method) {
    Random random = new Random(5);
    float[] contexts = new float[(method.equals(Method.PLOT) ? PROMPTS : 1) * CTX * width];
    for (int i = 0; i < contexts.length; i++) {
      contexts[i] = (float) random.nextGaussian();
    }
    return contexts;
  }

  private static float[] byHand(
      float[] contexts, Corruption corruption, SeededReplacements replacements) {
    float[] corrupted = contexts.clone();
    for (int i = 0; i < corrupted.length; i++) {
      int set = i / (CTX * width);
      if (i / width % CTX == corruption.position()) {
        corrupted[i] =
            corruption.operation() == Operation.REPLACE
                ? replacements.vector(corruption, set)[i % width]
                : corrupted[i] * (float) corruption.factor();
      }
    }
    return corrupted;
  }

  private static double meanNorm(float[] contexts, int position) {
    int sets = contexts.length / (CTX * width);
    double sum = 0;
    for (int set = 0; set < sets; set++) {
      double squares = 0;
      for (int w = 0; w < width; w++) {
        double value = contexts[(set * CTX + position) * width + w];
        squares += value * value;
      }
      sum += Math.sqrt(squares);
    }
    return sum / sets;
  }

  private static double variance(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return squares / values.length;
  }
}
