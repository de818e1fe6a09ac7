package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The values one key of a grid file takes.
 *
 * @param right what a right value is, to follow "give"
 * @param read the value, or null for one that is not right
 * @param schema what a right value is in JSON Schema; each has its own copy
 * @param type of a cell's value in tables
 */
public record GridValue(
    String right, Function<JsonNode, Object> read, ObjectNode schema, Class<?> type) {
  private static final String ZERO_UP_WITH_EXPONENT =
      "^\\+?(\\d+\\.?\\d*|\\.\\d+)[eE][-+]?\\d{1,3}$";
  private static final String WHOLE_WITH_EXPONENT = "^\\+?\\d+[eE]\\+?\\d{1,3}$";
  private static final String SHOTS = "[1-9][0-9]{0,8}";

  @Override
  public ObjectNode schema() {
    return schema.deepCopy();
  }

  /** Returns these values, of which users may bring more. */
  GridValue orOfAJar() {
    return new GridValue(right + ", or one that a jar of --jars brings", read, schema, type);
  }

  /** Returns these values with another type in tables. */
  GridValue typed(Class<?> ofTables) {
    return new GridValue(right, read, schema, ofTables);
  }

  static GridValue oneOf(String... words) {
    return oneOf(List.of(words));
  }

  static GridValue oneOf(List<String> words) {
    List<String> known = List.copyOf(words);
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    known.forEach(schema.putArray("enum")::add);
    return new GridValue(
        "one of " + String.join(", ", known),
        node -> node.isTextual() && known.contains(node.textValue()) ? node.textValue() : null,
        schema,
        String.class);
  }

  static GridValue text(String right) {
    return new GridValue(right, GridValue::plainText, textSchema(), String.class);
  }

  static GridValue texts(String right) {
    ObjectNode schema = ofType("array");
    schema.set("items", textSchema());
    return new GridValue(right, GridValue::plainTexts, schema, List.class);
  }

  /** Words as the tokenizer will see them, so that equal starts are equal; "" if there are none. */
  static GridValue words() {
    return new GridValue(
        "words, or \"\" for a random start",
        node ->
            node.isTextual()
                ? node.textValue().replaceAll("(?U)[\\s_]+", " ").strip().toLowerCase(Locale.ROOT)
                : null,
        ofType("string"),
        String.class);
  }

  static GridValue flag() {
    return new GridValue(
        "true or false",
        node -> node.isBoolean() ? node.booleanValue() : null,
        ofType("boolean"),
        Boolean.class);
  }

  static GridValue integer(int least) {
    ObjectNode schema = ofType("integer", "string").put("minimum", least);
    schema.put("maximum", Integer.MAX_VALUE).put("pattern", WHOLE_WITH_EXPONENT);
    return new GridValue(
        "a whole number from " + least + " to " + Integer.MAX_VALUE,
        node -> {
          BigDecimal value = decimal(node);
          return isWhole(value) && value.intValueExact() >= least ? value.intValueExact() : null;
        },
        schema,
        Integer.class);
  }

  static GridValue number(NumberRange range) {
    ObjectNode schema = ofType("number", "string");
    range.bound(schema);
    schema.put("pattern", ZERO_UP_WITH_EXPONENT);
    return new GridValue(
        range.right(),
        node -> {
          BigDecimal value = decimal(node);
          double number = value == null ? Double.NaN : value.doubleValue(); // 1e400 is infinite
          return Double.isFinite(number) && range.has(number) ? number : null;
        },
        schema,
        Double.class);
  }

  static GridValue epochs() {
    GridValue count = integer(1);
    ObjectNode schema = count.schema();
    schema.withArray("type").add("object");
    schema.putObject("patternProperties").set("^" + SHOTS + "$", count.schema());
    schema.put("additionalProperties", false).put("minProperties", 1);
    return new GridValue(
        count.right() + ", or a map from shots to such numbers",
        node -> {
          if (!node.isObject()) {
            Object epochs = count.read().apply(node);
            return epochs == null ? null : EpochRule.always((int) epochs);
          }
          Map<Integer, Integer> byShots = new TreeMap<>();
          for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Object epochs = count.read().apply(entry.getValue());
            if (epochs == null || !entry.getKey().matches(SHOTS)) {
              return null;
            }
            byShots.put(Integer.valueOf(entry.getKey()), (Integer) epochs);
          }
          return byShots.isEmpty() ? null : EpochRule.by(byShots);
        },
        schema,
        Integer.class);
  }

  /** A JSON Schema of these types; what it says of one of them does not count for the others. */
  private static ObjectNode ofType(String... types) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (types.length == 1) {
      return schema.put("type", types[0]);
    }
    List.of(types).forEach(schema.putArray("type")::add);
    return schema;
  }

  private static ObjectNode textSchema() {
    return ofType("string", "integer").put("pattern", "\\S");
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
