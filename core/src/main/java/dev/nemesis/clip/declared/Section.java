package dev.nemesis.clip.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A map of a configuration file, read strictly: at the end every key has been asked for, or is one
 * that changes nothing. A key that is null counts as left out.
 */
final class Section {
  private final String file;
  private final String name;
  private final JsonNode node;
  private final Set<String> seen = new HashSet<>();

  /**
   * A section.
   *
   * @param name its dotted key; empty for the file itself
   */
  Section(String file, String name, JsonNode node) {
    this.file = file;
    this.name = name;
    this.node = node;
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      throw refused(name + ": " + node, "give a map of keys and values");
    }
  }

  String file() {
    return file;
  }

  /** The section below a key; empty if it is left out. */
  Section section(String key) {
    return new Section(file, dotted(key), get(key));
  }

  boolean has(String key) {
    return !get(key).isMissingNode();
  }

  private JsonNode get(String key) {
    seen.add(key);
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /** A key with the sections it stands in. */
  String dotted(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  Optional<Said> text(String key) {
    return value(key, JsonNode::isTextual, "a word").map(v -> said(key, v.textValue()));
  }

  Optional<Said> integer(String key) {
    return value(
            key,
            v -> v.canConvertToExactIntegral() && v.canConvertToInt() && v.intValue() > 0,
            "a whole number above 0")
        .map(v -> said(key, v.intValue()));
  }

  Optional<Said> number(String key) {
    return value(key, JsonNode::isNumber, "a number").map(v -> said(key, v.doubleValue()));
  }

  Optional<Said> flag(String key) {
    return value(key, JsonNode::isBoolean, "true or false").map(v -> said(key, v.booleanValue()));
  }

  /** A side of a square: a number, or two equal ones in a list or a map of height and width. */
  Optional<Said> square(String key) {
    JsonNode value = get(key);
    if (value.isObject() && value.has("height") && value.has("width") && value.size() == 2) {
      value = list(value.get("height"), value.get("width"));
    }
    if (value.isArray() && value.size() == 2 && value.get(0).equals(value.get(1))) {
      value = value.get(0);
    }
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.canConvertToExactIntegral() || value.intValue() < 1) {
      throw refused(dotted(key) + ": " + get(key), "images here are square");
    }
    return Optional.of(said(key, value.intValue()));
  }

  private static JsonNode list(JsonNode... values) {
    return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
        .arrayNode()
        .addAll(List.of(values));
  }

  boolean isList(String key) {
    return get(key).isArray();
  }

  /** A list of numbers. */
  Optional<Said> numbers(String key, int count) {
    return value(
            key,
            v -> v.isArray() && v.size() == count && all(v, JsonNode::isNumber),
            "a list of " + count + " numbers")
        .map(
            v -> {
              List<Number> numbers = new ArrayList<>();
              v.forEach(one -> numbers.add(one.numberValue()));
              return said(key, List.copyOf(numbers));
            });
  }

  /** Numbers above 0, as many as are asked for. */
  Optional<Said> positives(String key, int count) {
    return value(
            key,
            v -> v.isArray() && all(v, one -> one.isNumber() && one.doubleValue() > 0),
            "numbers above 0")
        .flatMap(v -> numbers(key, count));
  }

  private static boolean all(JsonNode list, Predicate<JsonNode> right) {
    for (JsonNode one : list) {
      if (!right.test(one)) {
        return false;
      }
    }
    return true;
  }

  private Optional<JsonNode> value(String key, Predicate<JsonNode> right, String what) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!right.test(value)) {
      throw refused(dotted(key) + ": " + value, "give " + what);
    }
    return Optional.of(value);
  }

  Said said(String key, Object value) {
    return new Said(file, dotted(key), value);
  }

  /** The value the format takes where a key is left out. */
  Said absent(String key, Object value) {
    return new Said(file, dotted(key) + ", which is left out,", value);
  }

  /** Refuses a key that has any value but this one, which is also what is meant if it is absent. */
  void only(String key, Object right) {
    JsonNode value = get(key);
    boolean same =
        right instanceof Number number
            ? value.isNumber() && value.doubleValue() == number.doubleValue()
            : value.asText().equals(right.toString()) && value.isValueNode();
    if (!value.isMissingNode() && !same) {
      throw refused(dotted(key) + ": " + value, "models here have " + right);
    }
  }

  /** Refuses a key that says anything at all. */
  void none(String key) {
    JsonNode value = get(key);
    boolean empty = value.isContainerNode() && value.isEmpty();
    if (!value.isMissingNode() && !empty) {
      throw refused(dotted(key) + ": " + value, "models here have no such part");
    }
  }

  /** Keys that change nothing here, whatever they say. */
  void harmless(Collection<String> keys) {
    seen.addAll(keys);
  }

  /** Refuses keys that nobody asked for. */
  void end() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!seen.contains(key) && !node.get(key).isNull()) {
                throw refused(
                    dotted(key) + ": " + node.get(key),
                    "what that key would change is not known here; take it out if it is nothing");
              }
            });
  }

  InputException refused(String what, String right) {
    String shown = what.length() > 120 ? what.substring(0, 120) + "..." : what;
    return InputException.cannot(
        ErrorCode.WEIGHTS, "use a model of %s with %s; %s".formatted(file, shown, right));
  }
}
