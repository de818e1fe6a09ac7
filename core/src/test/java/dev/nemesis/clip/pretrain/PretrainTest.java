package dev.nemesis.clip.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.pretrain.PretrainSettings.Tower;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PretrainTest {
  private static final int STEPS = 90;
  private static final PretrainSettings SHORT = settings(2e-3);

  @Test
  void aShortPretrainingUnderstandsLaterBatchesBetterThanFreshWeightsDo() {
    List<Double> learned = losses(SHORT);
    List<Double> fresh = losses(settings(0));
    assertThat(learned).hasSize(STEPS).allMatch(Double::isFinite);
    assertThat(learned.get(0)).isEqualTo(fresh.get(0));
    assertThat(mean(learned.subList(60, STEPS))).isLessThan(mean(fresh.subList(60, STEPS)) - 0.15);
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

  private static PretrainSettings settings(double learningRate) {
    return new PretrainSettings(
        STEPS, 32, 5, learningRate, 15, 0.05, 1000, 16, new Tower(64, 1), new Tower(64, 1));
  }

  private static List<Double> losses(PretrainSettings settings) {
    List<Double> losses = new ArrayList<>();
    Pretrain.run(settings, (step, loss, weights) -> losses.add(loss));
    return losses;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
