package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The keys of a grid file's {@code axes} and {@code settings}, each with the values it takes. What
 * they mean is in {@code docs/grids.md}.
 */
enum GridKey {
  BACKBONE(GridValue.text("a name that weights has")),
  METHOD(GridValue.oneOf("zeroshot", "coop", "plot", "cocoop")),
  DATASET(GridValue.text("a dataset's name")),
  CLASSES(GridValue.oneOf("all", "base")),
  SHOTS(GridValue.integer(1)),
  SEED(GridValue.integer(0)),
  LOSS(GridValue.oneOf("none", "pun", "pan", "mix")),
  OMEGA(GridValue.number("a number of at least 0", v -> v >= 0)),
  PAN_OMEGA(GridValue.number("a number above 0", v -> v > 0)),
  BETA(GridValue.number("a number from 0 to 1", v -> v >= 0 && v <= 1)),
  NORM(GridValue.oneOf("l1", "l2", "linf")),
  TAU(GridValue.number("a number between 0 and 1, both excluded", v -> v > 0 && v < 1)),
  POSITIONS(GridValue.integer(1)),
  SELECTION(GridValue.flag()),
  OMEGA_SCHEDULE(GridValue.oneOf("logistic", "constant")),
  K(GridValue.number("a number above 0", v -> v > 0)),
  CTX_LEN(GridValue.integer(1)),
  CTX_INIT(GridValue.words()),
  CLASS_TOKEN_POSITION(GridValue.oneOf("end", "middle", "front")),
  CLASS_SPECIFIC(GridValue.flag()),
  PROMPTS(GridValue.integer(1)),
  VIEWS(GridValue.integer(0)),
  BATCH_SIZE(GridValue.integer(1)),
  LR(GridValue.number("a number above 0", v -> v > 0)),
  MOMENTUM(GridValue.number("a number from 0 to below 1", v -> v >= 0 && v < 1)),
  WEIGHT_DECAY(GridValue.number("a number of at least 0", v -> v >= 0)),
  WARMUP_EPOCHS(GridValue.integer(0)),
  WARMUP_LR(GridValue.number("a number above 0", v -> v > 0)),
  EPOCHS(GridValue.epochs()),
  TARGETS(GridValue.texts("a list of datasets' names"));

  @SuppressWarnings("ImmutableEnumChecker") // its function keeps no state
  private final GridValue value;

  GridKey(GridValue value) {
    this.value = value;
  }

  /** As grid files write it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a right value is, to follow "give". */
  String right() {
    return value.right();
  }

  /** The value, or null if it is none for this key. */
  Object read(JsonNode node) {
    return value.read().apply(node);
  }

  /** Whether the key can be multiplied out; a list of targets is one value. */
  boolean canBeAxis() {
    return this != TARGETS;
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(GridKey::key).toList();
  }

  /** The key of that name, or null. */
  static GridKey of(String key) {
    return Arrays.stream(values()).filter(k -> k.key().equals(key)).findFirst().orElse(null);
  }
}
