package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The keys of a grid file's {@code axes} and {@code settings}, each with the values it takes. A
 * reader returns null for a value that is not right.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions keep no state
enum GridKey {
  METHOD(oneOf("zeroshot", "coop")),
  DATASET(text("a dataset's name")),
  SHOTS(integer(1)),
  SEED(integer(0)),
  LOSS(oneOf("none", "pun", "pan", "mix")),
  OMEGA(number("a number of at least 0", v -> v >= 0)),
  BETA(number("a number from 0 to 1", v -> v >= 0 && v <= 1)),
  NORM(oneOf("l1", "l2", "linf")),
  TAU(number("a number between 0 and 1, both excluded", v -> v > 0 && v < 1)),
  POSITIONS(integer(1)),
  SELECTION(flag()),
  OMEGA_SCHEDULE(oneOf("logistic", "constant")),
  K(number("a number above 0", v -> v > 0)),
  CTX_LEN(integer(1)),
  VIEWS(integer(0)),
  BATCH_SIZE(integer(1)),
  LR(number("a number above 0", v -> v > 0)),
  MOMENTUM(number("a number from 0 to below 1", v -> v >= 0 && v < 1)),
  WEIGHT_DECAY(number("a number of at least 0", v -> v >= 0)),
  WARMUP_EPOCHS(integer(0)),
  WARMUP_LR(number("a number above 0", v -> v > 0)),
  EPOCHS(epochs()),
  TARGETS(texts());

  private record Kind(String right, Function<JsonNode, Object> read) {}

  private final Kind kind;

  GridKey(Kind kind) {
    this.kind = kind;
  }

  /** As grid files write it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a right value is, to follow "give". */
  String right() {
    return kind.right();
  }

  /** The value, or null if it is none for this key. */
  Object read(JsonNode node) {
    return kind.read().apply(node);
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

  private static Kind oneOf(String... words) {
    List<String> known = List.of(words);
    return new Kind(
        "one of " + String.join(", ", known),
        node -> node.isTextual() && known.contains(node.textValue()) ? node.textValue() : null);
  }

  private static Kind text(String right) {
    return new Kind(right, GridKey::plainText);
  }

  private static Kind texts() {
    return new Kind("a list of datasets' names", GridKey::plainTexts);
  }

  private static Kind flag() {
    return new Kind("true or false", node -> node.isBoolean() ? node.booleanValue() : null);
  }

  private static Kind integer(int least) {
    return new Kind(
        "a whole number of at least " + least,
        node -> {
          BigDecimal value = decimal(node);
          return isWhole(value) && value.intValueExact() >= least ? value.intValueExact() : null;
        });
  }

  private static Kind number(String right, Predicate<Double> within) {
    return new Kind(
        right,
        node -> {
          BigDecimal value = decimal(node);
          double number = value == null ? Double.NaN : value.doubleValue(); // 1e400 is infinite
          return Double.isFinite(number) && within.test(number) ? number : null;
        });
  }

  private static Kind epochs() {
    Kind count = integer(1);
    return new Kind(
        "a whole number of at least 1, or a map from shots to such numbers",
        node -> {
          if (!node.isObject()) {
            Object epochs = count.read().apply(node);
            return epochs == null ? null : EpochRule.always((int) epochs);
          }
          Map<Integer, Integer> byShots = new TreeMap<>();
          for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Object epochs = count.read().apply(entry.getValue());
            if (epochs == null || !entry.getKey().matches("[1-9][0-9]{0,8}")) {
              return null;
            }
            byShots.put(Integer.valueOf(entry.getKey()), (Integer) epochs);
          }
          return byShots.isEmpty() ? null : EpochRule.by(byShots);
        });
  }

  /** Names that look like numbers to YAML are still names. */
  private static String plainText(JsonNode node) {
    String text = node.isTextual() || node.isIntegralNumber() ? node.asText() : "";
    return text.isBlank() ? null : text;
  }

  private static Object plainTexts(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      String text = plainText(element);
      if (text == null) {
        return null;
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  private static boolean isWhole(BigDecimal value) {
    return value != null
        && value.stripTrailingZeros().scale() <= 0
        && value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
  }

  /** YAML reads {@code 5e-4} as text; here it is the number it looks like. */
  private static BigDecimal decimal(JsonNode node) {
    if (node.isNumber()) {
      return Double.isFinite(node.doubleValue()) ? node.decimalValue() : null;
    }
    if (node.isTextual()
        && node.textValue().matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)[eE][-+]?\\d{1,3}")) {
      return new BigDecimal(node.textValue());
    }
    return null;
  }
}
