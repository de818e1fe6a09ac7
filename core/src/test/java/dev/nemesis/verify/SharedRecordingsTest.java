package dev.nemesis.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import dev.nemesis.verify.Verdict.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Everything that was recorded of the reference implementations, replayed. */
@ReadsShared
class SharedRecordingsTest {

  @TestFactory
  Stream<DynamicTest> everyRecordingIsReplayedWithinItsTolerance() {
    Replay replay =
        new Replay(
            Optional.of(Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz")), Device.cpu());
    return shared().recordings().stream()
        .map(
            recording -> DynamicTest.dynamicTest(recording.name(), () -> passes(recording, replay)))
        .onClose(replay::close);
  }

  private static void passes(Recording recording, Replay replay) {
    Verdict verdict = Verification.verdict(recording, replay);
    assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.PASS);
    if (verdict.compared().contains("encoder")) { // far closer than other machines have to be
      assertThat(verdict.worst().orElseThrow().deviation()).isLessThan(1e-5);
    }
  }

  @Test
  void everyFormatIsFoundAndWhatIsNoRecordingIsReported() {
    Verification shared = shared();

    assertThat(shared.recordings().stream().map(Recording::compares).distinct())
        .contains(
            "image encoder: features, local features",
            "text encoder: features",
            "tokenizer: token ids",
            "schedules: learning rate, omega factor",
            "image transform: levels, sizes",
            "few-shot subset: train, val",
            "container: tensors, bit for bit",
            "checkpoint: ctx, bit for bit, epoch");
    assertThat(shared.unrecognised())
        .contains(Shared.path("traces/README.md"), Shared.path("real/classnames/dtd.txt"))
        .noneMatch(file -> file.startsWith(Shared.path("real/transforms")))
        .noneMatch(file -> file.toString().contains("tiny-") && !file.toString().contains("corr"));
  }

  private static Verification shared() {
    return Verification.of(List.of(Shared.path("traces"), Shared.path("real")));
  }
}
