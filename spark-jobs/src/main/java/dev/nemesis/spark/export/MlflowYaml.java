package dev.nemesis.spark.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;

/** The text of a {@code meta.yaml}. */
final class MlflowYaml {
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build());

  private MlflowYaml() {}

  /** Texts are in quotes, so that an id of digits stays a text. */
  static String of(Map<String, Object> meta) {
    try {
      return YAML.writeValueAsString(meta);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("These are texts and numbers", e);
    }
  }
}
