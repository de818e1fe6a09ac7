package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.norm.NormWeights;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.verify.Deviation;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of the reference implementation, repeated step by step. */
class RecordedRunsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coop-end",
        "pun-l2",
        "pun-l1",
        "pun-linf",
        "pun-constant-omega",
        "pan-n1",
        "pan-n4",
        "pan-n16",
        "pan-no-selection",
        "mix-beta-0.3"
      })
  void everyStepEqualsTheRecordedOne(String name) throws IOException {
    try (RecordedRun recorded = new RecordedRun(name)) {
      int[] steps = new int[1];
      Outcome outcome =
          recorded
              .train(
                  step -> {
                    compare(recorded, step);
                    steps[0]++;
                  })
              .get(0);
      int last = recorded.trace.get("steps").size() - 1;
      assertThat(steps[0]).isEqualTo(last + 1);
      assertRelative("ctx", outcome.context(), recorded.tensors.get("ctx." + last));
    }
  }

  private static void compare(RecordedRun recorded, StepObserver.Step step) {
    JsonNode expected = recorded.step(step.epoch(), step.index());
    int number = step.epoch() * recorded.batchesPerEpoch() + step.index();
    double ce = expected.get("ce_loss").asDouble();
    assertThat((double) step.ceLoss()[0]).isCloseTo(ce, within(1e-4 * ce));
    assertThat(100.0 * step.correct()[0] / recorded.trace.get("batch_size").asInt())
        .isCloseTo(expected.get("train_accuracy").asDouble(), within(1e-3));
    NormWeights weights = step.weights()[0];
    double norm = weights.punLoss(step.norms()[0]) + weights.panLoss(step.norms()[0]);
    double recordedNorm = expected.path("norm_loss").asDouble(0);
    assertThat(norm).isCloseTo(recordedNorm, within(1e-4 * Math.abs(recordedNorm)));
    if (recorded.loss().usesPan()) {
      for (int j = 0; j < weights.pan().length; j++) {
        boolean selected = expected.get("alpha").get(j).asDouble() > 0;
        assertThat(weights.pan()[j] > 0).as("alpha at %s, step %s", j, number).isEqualTo(selected);
      }
    }
    TensorData logits = recorded.tensors.get("logits." + number);
    float[] ours = step.logits().toFloatArray();
    float[] theirs = logits.toFloats();
    for (int i = 0; i < ours.length; i++) {
      assertThat(ours[i]).as("logit %s, step %s", i, number).isCloseTo(theirs[i], within(1e-3f));
    }
    if (recorded.tensors.containsKey("ctx." + number)) {
      assertRelative("ctx", step.contexts().toFloatArray(), recorded.tensors.get("ctx." + number));
    }
    if (recorded.tensors.containsKey("ctx_grad." + number)) {
      assertRelative(
          "ctx_grad", step.gradients().toFloatArray(), recorded.tensors.get("ctx_grad." + number));
    }
  }

  private static void assertRelative(String what, float[] actual, TensorData expected) {
    assertThat(Deviation.relative(actual, expected.toFloats())).as(what).isLessThan(1e-4);
  }
}
