package dev.nemesis.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of grid files, for editors to complete, explain and check them by: draft 7, which
 * editors of YAML know best. It looks at one file alone. So parts that others include need no name,
 * and what keys have to do with one another is for {@link GridFile} to say.
 */
public final class GridSchema {
  private static final String ITEMS = "items";
  private static final String OTHERS = "additionalProperties";
  private static final String PROPERTIES = "properties";

  private GridSchema() {}

  /** The schema, with what jars bring; without any it is {@code conf/grids/grid.schema.json}. */
  public static String text() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can be written", e);
    }
  }

  private static ObjectNode schema() {
    ObjectNode schema = node().put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Grid file");
    schema.put("description", "Which cells a grid has; docs/grids.md says more of every key.");
    schema.setAll(map(top()));
    ObjectNode refused =
        schema.putObject("dependencies").putObject(GridIncludes.GRIDS).putObject(PROPERTIES);
    GridPartReading.KEYS.forEach(key -> refused.put(key, false));
    ObjectNode definitions = schema.putObject("definitions");
    for (Setting key : Setting.all()) {
      ObjectNode value = definitions.putObject(key.key()).put("description", key.meaning());
      value.setAll(key.schema());
    }
    definitions.set("values", map(settings()));
    definitions.set("condition", map(conditions()).put("minProperties", 1));
    return schema;
  }

  private static ObjectNode top() {
    ObjectNode keys = node();
    put(keys, GridTopKey.NAME, nonBlank().put("pattern", "^" + GridReading.NAME + "$"));
    put(keys, GridTopKey.INCLUDE, orNull(anyOf(nonBlank(), listOf(nonBlank()))));
    put(keys, GridTopKey.GRIDS, nonEmptyListOf(anyOf(nonBlank(), reference(""))));
    put(keys, GridTopKey.ONLY, orNull(anyOf(definition("condition"))));
    ObjectNode files = mapOf(orNull(anyOf(nonBlank(), described()))).put("minProperties", 1);
    put(keys, GridTopKey.WEIGHTS, orNull(anyOf(nonBlank(), described(), files)));
    put(keys, GridTopKey.VOCAB, orNull(nonBlank()));
    put(keys, GridTopKey.DATA, orNull(map(data())));
    put(keys, GridTopKey.PRESETS, orNull(mapOf(definition("values"))));
    put(keys, GridTopKey.AXES, orNull(map(axes())));
    ObjectNode settings = settings();
    put(settings, GridTopKey.PRESET, nonBlank());
    put(keys, GridTopKey.SETTINGS, orNull(map(settings)));
    put(keys, GridTopKey.RULES, orNull(listOf(rule())));
    put(keys, GridTopKey.CORRUPT, orNull(GridPartReading.CORRUPT.schema()));
    put(keys, GridTopKey.BUNDLE, orNull(GridPartReading.BUNDLE.schema()));
    return keys;
  }

  /** A file of weights with what is said of it besides. */
  private static ObjectNode described() {
    ObjectNode keys = node();
    put(keys, GridTopKey.WEIGHTS_FILE, nonBlank());
    put(keys, GridTopKey.WEIGHTS_CONFIG, orNull(anyOf(nonBlank(), ofType("object"))));
    ObjectNode described = map(keys);
    described.putArray("required").add("file");
    return described;
  }

  private static ObjectNode data() {
    ObjectNode keys = node();
    put(keys, GridTopKey.DATA_ROOT, orNull(nonBlank()));
    put(keys, GridTopKey.DATA_DECLARATIONS, orNull(nonBlank()));
    put(keys, GridTopKey.DATA_BROKEN_IMAGES, orNull(GridReading.POLICY.schema()));
    return keys;
  }

  private static ObjectNode settings() {
    ObjectNode keys = node();
    for (Setting key : Setting.all()) {
      keys.set(key.key(), definition(key.key()));
    }
    return keys;
  }

  private static ObjectNode axes() {
    ObjectNode keys = node();
    for (Setting key : Setting.all()) {
      if (key.canBeAxis()) {
        ObjectNode axis = keys.putObject(key.key()).put("description", key.meaning());
        axis.setAll(nonEmptyListOf(definition(key.key())));
      }
    }
    put(keys, GridTopKey.PRESET, nonEmptyListOf(nonBlank()));
    return keys;
  }

  private static ObjectNode conditions() {
    ObjectNode keys = node();
    for (Setting key : Setting.all()) {
      if (key.canBeAxis()) {
        ObjectNode value = definition(key.key());
        keys.set(key.key(), anyOf(value, listOf(value.deepCopy())));
      }
    }
    return keys;
  }

  private static ObjectNode rule() {
    ObjectNode keys = node();
    put(keys, GridTopKey.RULES_WHEN, anyOf(definition("condition")));
    put(keys, GridTopKey.RULES_SET, anyOf(definition("values")));
    put(keys, GridTopKey.RULES_DROP, ofType("boolean"));
    ObjectNode rule = map(keys);
    rule.putArray("required").add("when");
    ObjectNode sets = node();
    sets.putArray("required").add("set");
    sets.putObject(PROPERTIES).putObject("drop").put("const", false);
    ObjectNode drops = node();
    drops.putArray("required").add("drop");
    drops.putObject(PROPERTIES).put("set", false).putObject("drop").put("const", true);
    return rule.setAll(anyOf(sets, drops));
  }

  /** A key of a map, explained. Beside a reference nothing else would count: it goes into anyOf. */
  private static void put(ObjectNode keys, GridTopKey key, ObjectNode schema) {
    keys.putObject(key.last()).put("description", key.meaning()).setAll(schema);
  }

  /** A map that has no other keys than these. */
  private static ObjectNode map(ObjectNode keys) {
    ObjectNode map = ofType("object");
    map.set(PROPERTIES, keys);
    return map.put(OTHERS, false);
  }

  /** A map whose keys the grid file itself chooses. */
  private static ObjectNode mapOf(ObjectNode values) {
    return ofType("object").set(OTHERS, values);
  }

  private static ObjectNode listOf(ObjectNode values) {
    return ofType("array").set(ITEMS, values);
  }

  private static ObjectNode nonEmptyListOf(ObjectNode values) {
    return listOf(values).put("minItems", 1);
  }

  private static ObjectNode nonBlank() {
    return ofType("string").put("pattern", "\\S");
  }

  private static ObjectNode ofType(String type) {
    return node().put("type", type);
  }

  private static ObjectNode definition(String name) {
    return reference("/definitions/" + name);
  }

  private static ObjectNode reference(String pointer) {
    return node().put("$ref", "#" + pointer);
  }

  private static ObjectNode anyOf(ObjectNode... schemas) {
    ObjectNode schema = node();
    ArrayNode choices = schema.putArray("anyOf");
    for (ObjectNode choice : schemas) {
      choices.add(choice);
    }
    return schema;
  }

  /** Makes a schema accept null too: a key without a value counts as if it were not there. */
  private static ObjectNode orNull(ObjectNode schema) {
    if (schema.get("anyOf") instanceof ArrayNode choices) {
      choices.add(ofType("null"));
    } else if (schema.get("enum") instanceof ArrayNode words) {
      words.addNull();
    } else if (schema.get("type") instanceof ArrayNode types) {
      types.add("null");
    } else {
      String type = schema.path("type").textValue();
      schema.putArray("type").add(type).add("null");
    }
    return schema;
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
