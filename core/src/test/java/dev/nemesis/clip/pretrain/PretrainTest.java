package dev.nemesis.clip.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.pretrain.PretrainSettings.Tower;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PretrainTest {
  private static final PretrainSettings SHORT =
      new PretrainSettings(150, 64, 5, 2e-3, 20, 0.05, 150, 16, new Tower(64, 2), new Tower(64, 2));

  @Test
  void aShortPretrainingLearns() {
    List<Double> losses = new ArrayList<>();
    Pretrain.run(SHORT, (step, loss, weights) -> losses.add(loss));
    assertThat(losses).hasSize(150).allMatch(Double::isFinite);
    assertThat(mean(losses.subList(130, 150))).isLessThan(mean(losses.subList(0, 20)) - 0.2);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    PretrainSettings few = SHORT.withSteps(3).withBatch(16);
    byte[] once = Pretrain.run(few, (step, loss, weights) -> System.gc());
    byte[] again = Pretrain.run(few, (step, loss, weights) -> {});
    byte[] other = Pretrain.run(few.withSeed(6), (step, loss, weights) -> {});
    assertThat(again).isEqualTo(once);
    assertThat(other).isNotEqualTo(once);
  }

  @Test
  void whatItWritesIsAClipOfTheSettings() {
    byte[] file = Pretrain.run(SHORT.withSteps(1).withBatch(8), (step, loss, weights) -> {});
    ClipConfig config = ClipWeights.of("pretrained", file).config();
    assertThat(config.vision()).isEqualTo("vit");
    assertThat(config.resolution()).isEqualTo(64);
    assertThat(config.patch()).isEqualTo(16);
    assertThat(config.contextLength()).isEqualTo(40);
    assertThat(config.visionWidth()).isEqualTo(64);
    assertThat(config.textWidth()).isEqualTo(64);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
