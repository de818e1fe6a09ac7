package dev.nemesis.grid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;

/** YAML as a tree, with one-line errors. */
final class GridYaml {
  private static final ObjectMapper YAML =
      new ObjectMapper(
              new YAMLFactory()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES))
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private GridYaml() {}

  static ObjectNode read(String where, String text) {
    JsonNode node;
    try {
      node = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw InputException.cannot(
          ErrorCode.GRID, "read " + where + line + ": " + firstLine(e) + "; give valid YAML", e);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw InputException.cannot(
        ErrorCode.GRID, "use " + where + ": it is not a map of keys; start with name:");
  }

  /** One value as an override gives it. */
  static JsonNode value(String set, String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw InputException.cannot(
          ErrorCode.GRID, "use --set " + set + ": " + firstLine(e) + "; give a YAML value", e);
    }
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

  /** What the parser has to say, without the excerpt of the file that follows it. */
  private static String firstLine(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }
}
