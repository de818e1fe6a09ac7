package dev.nemesis.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.grid.CellResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Two results of one cell, field by field. The values of a list are one field, {@code
 * epochs.norms}, for it is of interest how far its farthest value is off.
 */
final class ResultDifferences {
  /** Fields that vary between runs. */
  private static final Set<String> CIRCUMSTANCES = Set.of("stepSeconds", "bundleSize");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Field> fields = new LinkedHashMap<>();

  private ResultDifferences() {}

  /** One field. */
  static final class Field {
    private int values;
    private int different;
    private double largest;
    private String recorded;
    private String now;

    int values() {
      return values;
    }

    int different() {
      return different;
    }

    /** Between numbers; 0 where there are none. */
    double largest() {
      return largest;
    }

    /** The first value that differs, as it is recorded and as it is now. */
    String first() {
      return different == 0 ? "" : recorded + " -> " + now;
    }

    private void add(JsonNode was, JsonNode is) {
      values++;
      if (was.equals(is)) {
        return;
      }
      if (different++ == 0) {
        recorded = was.asText("null");
        now = is.asText("null");
      }
      if (was.isNumber() && is.isNumber()) {
        largest = Math.max(largest, Math.abs(was.doubleValue() - is.doubleValue()));
      }
    }
  }

  static ResultDifferences of(CellResult recorded, CellResult now) {
    ResultDifferences differences = new ResultDifferences();
    differences.compare("", tree(recorded), tree(now));
    return differences;
  }

  /** Its fields, each learned array one by its name. */
  private static JsonNode tree(CellResult result) {
    ObjectNode tree = JSON.valueToTree(result);
    ObjectNode learned = tree.putObject("learned");
    result.learned().forEach(array -> learned.set(array.name(), JSON.valueToTree(array.values())));
    return tree;
  }

  /** By dotted name, in the order of the record. */
  Map<String, Field> fields() {
    return fields;
  }

  /** Whether a field says when, where or with what, and not what came out. */
  static boolean isCircumstance(String name) {
    return name.startsWith("provenance.") || CIRCUMSTANCES.contains(name);
  }

  private void compare(String name, JsonNode was, JsonNode is) {
    if (was.isObject() && is.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      was.properties()
          .forEach(
              member ->
                  compare(prefix + member.getKey(), member.getValue(), is.path(member.getKey())));
    } else if (was.isArray() && is.isArray() && was.size() == is.size()) {
      for (int i = 0; i < was.size(); i++) {
        compare(name, was.get(i), is.get(i));
      }
    } else {
      fields.computeIfAbsent(name, n -> new Field()).add(was, is);
    }
  }
}
