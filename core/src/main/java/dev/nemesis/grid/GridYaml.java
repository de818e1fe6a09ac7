package dev.nemesis.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.text.Yaml;

/** YAML as a tree, with one-line errors. */
final class GridYaml {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES));

  private GridYaml() {}

  static ObjectNode read(String where, String text) {
    if (Yaml.read(text, ErrorCode.GRID, "read " + where) instanceof ObjectNode object) {
      return object;
    }
    throw InputException.cannot(
        ErrorCode.GRID, "use " + where + ": it is not a map of keys; start with name:");
  }

  /** One value as an override gives it; null where there is none. */
  static JsonNode value(String set, String text) {
    JsonNode value = Yaml.read(text, ErrorCode.GRID, "use --set " + set);
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  static String write(ObjectNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree that was read can be written", e);
    }
  }

  /** A value as a message shows it. */
  static String plain(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }
}
