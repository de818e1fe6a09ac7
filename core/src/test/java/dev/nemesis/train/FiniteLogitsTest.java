package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.InputException;
import dev.nemesis.feature.Features;
import dev.nemesis.tensor.TensorData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Logits that are not finite are no predictions, though a largest one can be told. */
class FiniteLogitsTest {
  private static final ClipWeights MINI =
      ClipWeights.load(ClipWeights.MINI, new Configuration(false));

  @Test
  void zeroShotOfATextSideThatGivesNoNumbersIsRefused() {
    Map<String, TensorData> tensors = new LinkedHashMap<>(MINI.tensors());
    tensors.put("logit_scale", TensorData.of(new float[] {Float.NaN}));
    ClipWeights spoilt =
        new ClipWeights(MINI.source(), MINI.config(), tensors, MINI.digest(), MINI.origin());
    Tokenizer tokenizer =
        Tokenizer.load(ClipWeights.miniVocabulary(), "mini", MINI.config().vocabSize());
    try (ClipModel model = ClipModel.load(spoilt, Device.cpu())) {
      assertThatThrownBy(() -> PromptEvaluation.zeroShot(model, tokenizer, target()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("logits of 6 of 6 test images are not finite");
    }
  }

  @Test
  void whatIsNoPredictionIsNeverRight() {
    int[] labels = {0, 1, 0};
    int[] predicted = {0, TestSet.NO_CLASS, TestSet.NO_CLASS};
    assertThat(Metrics.accuracy(predicted, labels)).isEqualTo(100.0 / 3);
    assertThat(Metrics.macroF1(predicted, labels, 2)).isEqualTo(100 * (2.0 / 3) / 2);
    assertThat(TestSet.flaw(predicted)).contains("logits of 2 of 3 test images are not finite");
    assertThat(TestSet.flaw(labels)).isEmpty();
  }

  private static Target target() {
    float[] values = new float[6 * MINI.config().embedDim()];
    Arrays.fill(values, 1);
    int[] labels = {0, 1, 2, 0, 1, 2};
    return new Target(
        "shapes",
        "all",
        List.of("circle", "square", "star"),
        new Features(1, 6, 1, MINI.config().embedDim(), values, labels));
  }
}
