package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nemesis.error.InputException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key does what a key does; a new one fails here until it has a value. */
class SettingTest {
  private static final List<String> PLOTS = List.of("prompts", "transport");

  private static final String GRID =
      """
      name: g
      weights: {one: one.pt, two: two.pt}
      settings: {backbone: one, dataset: d, loss: mix, method: %s}
      """;

  @ParameterizedTest
  @MethodSource("settings")
  void everyKeyChangesTheCell(Setting key) {
    Cell usual = cells(key).get(0);

    assertThat(cells(key, "settings." + key.key() + "=" + another(key)))
        .hasSize(1)
        .doesNotContain(usual);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyKeyCanBeAnAxis(Setting key) {
    assumeTrue(key != Setting.TARGETS, "a list of targets is one value");
    Cell changed = cells(key, key.key() + "=" + another(key)).get(0);

    assertThat(cells(key, key.key() + "=[" + another(key) + "]")).containsExactly(changed);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyKeySaysInOneLineWhatIsRight(Setting key) {
    String set = key.key() + "={what: {is: this}}";

    assertThatThrownBy(() -> cells(key, set))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot use --set " + set + ": give " + key.right())
        .hasMessageNotContaining("\n");
  }

  private static List<Setting> settings() {
    return Setting.all();
  }

  /** A value that no cell has of itself. */
  private static String another(Setting key) {
    return switch (key.key().toUpperCase(Locale.ROOT)) {
      case "BACKBONE" -> "two";
      case "METHOD" -> "cocoop";
      case "DATASET" -> "e";
      case "CLASSES" -> "base";
      case "SHOTS", "SEED", "POSITIONS", "PROMPTS", "WARMUP_EPOCHS" -> "2";
      case "LOSS" -> "pan";
      case "OMEGA", "PAN_OMEGA" -> "50";
      case "BETA", "TAU", "K" -> "0.3";
      case "NORM" -> "linf";
      case "SELECTION" -> "false";
      case "OMEGA_SCHEDULE" -> "constant";
      case "CTX_LEN" -> "8";
      case "CTX_INIT" -> "a photo of a";
      case "CLASS_TOKEN_POSITION" -> "middle";
      case "CLASS_SPECIFIC", "NESTEROV" -> "true";
      case "VIEWS" -> "0";
      case "BATCH_SIZE", "EPOCHS" -> "7";
      case "LR", "MOMENTUM", "WEIGHT_DECAY", "WARMUP_LR" -> "1e-4";
      case "TARGETS" -> "[e]";
      case "TRANSPORT" -> "uniform";
      default -> throw new AssertionError("Give a value for " + key);
    };
  }

  private static List<Cell> cells(Setting key, String... sets) {
    String method = PLOTS.contains(key.key()) ? "plot" : "coop";
    return GridFile.parse("g", GRID.formatted(method), List.of(sets)).cells();
  }
}
