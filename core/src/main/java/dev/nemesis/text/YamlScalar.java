package dev.nemesis.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nemesis.text.Yaml.Refusal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One value: null, true, false, a number in decimal digits, or text. */
final class YamlScalar {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int SHOWN = 40;

  /** Octal to some programs that read YAML, decimal to others. */
  private static final Pattern LEADING_ZERO =
      Pattern.compile("[-+]?0[0-9_]+(\\.[0-9_]*)?([eE][-+]?[0-9]+)?");

  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9][0-9_]*");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?");

  /** Tags of values that have none of their own, or one that every YAML knows. */
  private static final Set<Tag> KNOWN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.YAML);

  private YamlScalar() {}

  static JsonNode value(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (!KNOWN.contains(tag)) {
      throw tagged(node, "this value");
    }
    if (node.isPlain() && LEADING_ZERO.matcher(text).matches()) {
      throw new Refusal(
          "%s has a leading 0, which some read as octal; write it without, or as \"%s\" if it is text"
              .formatted(text, text),
          node.getStartMark());
    }
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.INT)) {
      return whole(node, text);
    }
    if (tag.equals(Tag.FLOAT)) {
      if (!DECIMAL.matcher(text).matches()) {
        throw notDecimal(node, text);
      }
      return NODES.numberNode(Double.parseDouble(text.replace("_", "")));
    }
    if (tag.equals(Tag.BOOL)) {
      String word = text.toLowerCase(Locale.ROOT);
      // "yes", "on" and their like are words here, as they are since YAML 1.2.
      return word.equals("true") || word.equals("false")
          ? NODES.booleanNode(word.equals("true"))
          : NODES.textNode(text);
    }
    return NODES.textNode(text);
  }

  static Refusal tagged(Node node, String what) {
    return new Refusal(
        what + " has the tag " + node.getTag() + ", which nothing here takes; leave it out",
        node.getStartMark());
  }

  private static JsonNode whole(ScalarNode node, String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw notDecimal(node, text);
    }
    BigInteger number = new BigInteger(text.replace("_", ""));
    if (number.bitLength() < Integer.SIZE) {
      return NODES.numberNode(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number);
  }

  /**
   * Refuses a number that is not in decimal digits, such as 0x10, 0b1, 1:30 (which is 90) and .inf.
   */
  private static Refusal notDecimal(ScalarNode node, String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return new Refusal(
        "%s is a number, and not in decimal digits; write it in them, or as \"%s\" if it is text"
            .formatted(shown, shown),
        node.getStartMark());
  }
}
