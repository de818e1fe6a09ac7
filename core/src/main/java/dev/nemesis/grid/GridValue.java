package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The values one key of a grid file takes.
 *
 * @param right what a right value is, to follow "give"
 * @param read the value, or null for one that is not right
 */
record GridValue(String right, Function<JsonNode, Object> read) {

  static GridValue oneOf(String... words) {
    List<String> known = List.of(words);
    return new GridValue(
        "one of " + String.join(", ", known),
        node -> node.isTextual() && known.contains(node.textValue()) ? node.textValue() : null);
  }

  static GridValue text(String right) {
    return new GridValue(right, GridValue::plainText);
  }

  static GridValue texts(String right) {
    return new GridValue(right, GridValue::plainTexts);
  }

  /** Words as the tokenizer will see them, so that equal starts are equal; "" if there are none. */
  static GridValue words() {
    return new GridValue(
        "words, or \"\" for a random start",
        node ->
            node.isTextual()
                ? node.textValue().replaceAll("(?U)[\\s_]+", " ").strip().toLowerCase(Locale.ROOT)
                : null);
  }

  static GridValue flag() {
    return new GridValue("true or false", node -> node.isBoolean() ? node.booleanValue() : null);
  }

  static GridValue integer(int least) {
    return new GridValue(
        "a whole number of at least " + least,
        node -> {
          BigDecimal value = decimal(node);
          return isWhole(value) && value.intValueExact() >= least ? value.intValueExact() : null;
        });
  }

  static GridValue number(String right, Predicate<Double> within) {
    return new GridValue(
        right,
        node -> {
          BigDecimal value = decimal(node);
          double number = value == null ? Double.NaN : value.doubleValue(); // 1e400 is infinite
          return Double.isFinite(number) && within.test(number) ? number : null;
        });
  }

  static GridValue epochs() {
    GridValue count = integer(1);
    return new GridValue(
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
