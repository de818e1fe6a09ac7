package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in which one value has one text: keys sorted, absent values left out, no white space, and
 * numbers without an exponent or trailing zeros. Leaving out what is absent means that a component
 * added later, absent in all cells known so far, changes none of their ids; one that cannot be
 * absent is left out where it has the value all those cells had.
 */
final class CanonicalJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Components added after cells had got ids, and the value all cells had until then. A cell's
   * record names them in full: a grid file's {@code prompts: 1} says more than nothing.
   */
  private static final Map<String, String> ADDED_LATER =
      Map.of(
          ".science", // of a CellId
          "1",
          "cell.classes",
          "\"ALL\"",
          "prompt.classTokenPosition",
          "\"END\"",
          "prompt.classSpecific",
          "false",
          "prompt.prompts",
          "1");

  private CanonicalJson() {}

  static String of(Object value) {
    return text("", JSON.valueToTree(value));
  }

  /** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
  static String digest(Object value) {
    try {
      byte[] bytes = of(value).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String text(String name, JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, String> members = new TreeMap<>();
      node.properties().stream()
          .filter(member -> !member.getValue().isNull())
          .forEach(
              member -> members.put(member.getKey(), text(member.getKey(), member.getValue())));
      members
          .entrySet()
          .removeIf(m -> m.getValue().equals(ADDED_LATER.get(name + "." + m.getKey())));
      List<String> texts = new ArrayList<>();
      members.forEach((key, value) -> texts.add(JSON.getNodeFactory().textNode(key) + ":" + value));
      return "{" + String.join(",", texts) + "}";
    }
    if (node.isArray()) {
      List<String> elements = new ArrayList<>();
      node.forEach(element -> elements.add(text("", element)));
      return "[" + String.join(",", elements) + "]";
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return node.toString();
  }
}
