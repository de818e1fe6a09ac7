package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what one part of a grid says of its cells: presets, axes, settings and rules. */
final class GridPartReading {
  static final String PRESET = "preset";
  static final String ONLY = "only";

  /** The keys of a part. */
  static final List<String> KEYS =
      List.of("presets", "axes", "settings", GridIncludes.RULES, "corrupt", "bundle");

  static final List<String> RULE = List.of("when", "set", "drop");
  static final GridValue CORRUPT = GridValue.oneOf("variance", "std");
  static final GridValue BUNDLE = GridValue.integer(1);

  private final String where;
  private final ObjectNode root;
  private final GridWeights weights;

  /**
   * Prepares.
   *
   * @param where what to call the part in errors
   * @param root of the whole grid
   */
  GridPartReading(String where, ObjectNode root, GridWeights weights) {
    this.where = where;
    this.root = root;
    this.weights = weights;
  }

  GridPart part(String name, ObjectNode part) {
    Object bundle = optional(part, "bundle", BUNDLE);
    Object corrupt = optional(part, "corrupt", CORRUPT);
    return new GridPart(name, cells(part), (String) corrupt, (Integer) bundle);
  }

  private List<Cell> cells(ObjectNode part) {
    Map<String, Map<Setting, Object>> presets = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> preset : object(part, "presets").properties()) {
      String called = "presets." + preset.getKey();
      presets.put(preset.getKey(), values(called + ".", map(called, preset.getValue())));
    }
    List<List<Map<Setting, Object>>> axes = new ArrayList<>();
    Map<Setting, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> axis : object(part, "axes").properties()) {
      if (axis.getKey().equals(PRESET)) {
        axes.add(presets(presets, axis.getValue(), given));
        continue;
      }
      Setting key = key("axes.", axis.getKey());
      once(given, key, "axes");
      axes.add(axis(key, axis.getValue()));
    }
    ObjectNode plain = object(part, "settings").deepCopy();
    JsonNode preset = plain.remove(PRESET);
    if (preset != null) {
      axes.add(presets(presets, root.arrayNode().add(preset), given));
    }
    Map<Setting, Object> settings = values("settings.", plain);
    settings.keySet().stream()
        .filter(key -> "axes".equals(given.get(key)))
        .findFirst()
        .ifPresent(key -> once(given, key, "settings"));
    if (!given.containsKey(Setting.DATASET) && !settings.containsKey(Setting.DATASET)) {
      throw InputException.cannot(
          ErrorCode.GRID, "use " + where + " without dataset, in axes or in settings; add it");
    }
    List<GridCondition> only = new ArrayList<>();
    only(root, only);
    only(part, only);
    return new CellExpansion(where, weights).expand(axes, settings, rules(part), only);
  }

  private void only(ObjectNode object, List<GridCondition> only) {
    ObjectNode conditions = object(object, ONLY);
    if (!conditions.isEmpty()) {
      only.add(condition(ONLY, conditions));
    }
  }

  /** Reads a choice of presets; a key that a preset gives must not stand in the axes too. */
  private List<Map<Setting, Object>> presets(
      Map<String, Map<Setting, Object>> presets, JsonNode names, Map<Setting, String> given) {
    if (!names.isArray() || names.isEmpty()) {
      throw cannot("preset: " + GridYaml.plain(names), "give a list of names of presets");
    }
    List<Map<Setting, Object>> chosen = new ArrayList<>();
    for (JsonNode name : names) {
      Map<Setting, Object> preset = presets.get(name.asText());
      if (preset == null) {
        String hint = presets.isEmpty() ? "" : ": " + String.join(", ", presets.keySet());
        throw cannot(
            "preset: " + GridYaml.plain(name),
            "give one that is in presets" + hint + Nearest.hint(name.asText(), presets.keySet()));
      }
      preset.keySet().stream()
          .filter(key -> !PRESET.equals(given.getOrDefault(key, PRESET)))
          .forEach(key -> once(given, key, "a preset"));
      preset.keySet().forEach(key -> given.put(key, PRESET));
      chosen.add(preset);
    }
    return chosen;
  }

  private void once(Map<Setting, String> given, Setting key, String place) {
    String before = given.put(key, place);
    if (before != null) {
      throw cannot(
          key.key()
              + " both in "
              + (before.equals(PRESET) ? "a preset" : before)
              + " and in "
              + place,
          "give it in one of them");
    }
  }

  private List<GridRule> rules(ObjectNode part) {
    JsonNode node = part.path(GridIncludes.RULES);
    if (!node.isMissingNode() && !node.isNull() && !node.isArray()) {
      throw cannot("rules: " + GridYaml.plain(node), "give a list of {when: ..., set: ...}");
    }
    List<GridRule> rules = new ArrayList<>();
    for (JsonNode rule : node) {
      rules.add(rule("rules[" + rules.size() + "]", rule));
    }
    return rules;
  }

  private GridRule rule(String name, JsonNode node) {
    ObjectNode rule = map(name, node);
    for (Map.Entry<String, JsonNode> entry : rule.properties()) {
      if (!RULE.contains(entry.getKey())) {
        throw unknown(
            name + "." + entry.getKey(),
            Nearest.of(entry.getKey(), RULE)
                .map(near -> "; the nearest is " + name + "." + near)
                .orElse("; keys are " + String.join(", ", RULE)));
      }
    }
    boolean drop = rule.path("drop").isBoolean() && rule.path("drop").booleanValue();
    if (!rule.path("when").isObject() || rule.path("when").isEmpty() || drop == rule.has("set")) {
      throw cannot(name + ": " + GridYaml.plain(node), "give when: and either set: or drop: true");
    }
    Map<Setting, Object> set =
        drop ? Map.of() : values(name + ".set.", map(name + ".set", rule.get("set")));
    return new GridRule(
        condition(name + ".when", map(name + ".when", rule.get("when"))), set, drop);
  }

  private GridCondition condition(String name, ObjectNode node) {
    Map<Setting, List<Object>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Setting key = key(name + ".", entry.getKey());
      if (!key.canBeAxis()) {
        throw cannot(name + "." + key.key(), "ask for keys of axes");
      }
      List<Object> wanted = new ArrayList<>();
      JsonNode given = entry.getValue();
      for (JsonNode value : given.isArray() ? given : root.arrayNode().add(given)) {
        wanted.add(value(key, name + "." + key.key(), value));
      }
      values.put(key, wanted);
    }
    return new GridCondition(name, values);
  }

  private Map<Setting, Object> values(String prefix, ObjectNode node) {
    Map<Setting, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Setting key = key(prefix, entry.getKey());
      values.put(key, value(key, prefix + key.key(), entry.getValue()));
    }
    return values;
  }

  private List<Map<Setting, Object>> axis(Setting key, JsonNode values) {
    String name = "axes." + key.key();
    if (!key.canBeAxis()) {
      throw cannot(name, "give " + key.key() + " in settings, it is one list for all cells");
    }
    if (!values.isArray()) {
      throw cannot(name + ": " + values, "give a list, each value " + key.right());
    }
    if (values.isEmpty()) {
      throw cannot(name + ": []", "give at least one value, each " + key.right());
    }
    List<Map<Setting, Object>> read = new ArrayList<>();
    values.forEach(value -> read.add(Map.of(key, value(key, name, value))));
    return read;
  }

  private Object value(Setting key, String name, JsonNode node) {
    Object value = key.read(node);
    if (value == null) {
      throw cannot(name + ": " + GridYaml.plain(node), "give " + key.right());
    }
    return value;
  }

  private Object optional(ObjectNode part, String name, GridValue kind) {
    JsonNode node = part.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    Object value = kind.read().apply(node);
    if (value == null) {
      throw cannot(name + ": " + GridYaml.plain(node), "give " + kind.right());
    }
    return value;
  }

  private Setting key(String prefix, String name) {
    Setting key = Setting.of(name);
    if (key == null) {
      throw unknown(prefix + name, Setting.instead(name));
    }
    return key;
  }

  private ObjectNode object(ObjectNode part, String key) {
    JsonNode node = part.path(key);
    return node.isMissingNode() || node.isNull() ? root.objectNode() : map(key, node);
  }

  private ObjectNode map(String name, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw cannot(name + ": " + GridYaml.plain(node), "give a map of keys and values");
  }

  private InputException unknown(String key, String instead) {
    return InputException.cannot(
        ErrorCode.GRID, "use " + where + ": there is no key " + key + instead);
  }

  private InputException cannot(String what, String right) {
    return InputException.cannot(ErrorCode.GRID, "use " + what + " in " + where + "; " + right);
  }
}
