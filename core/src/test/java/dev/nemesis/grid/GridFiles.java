package dev.nemesis.grid;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The grid files below {@code conf/grids}, and what their schema says of one. */
final class GridFiles {
  private GridFiles() {}

  static Path folder() {
    return Shared.projectRoot().resolve("conf/grids");
  }

  /** All of them, those that others include as well; relative to the folder. */
  static List<String> all() {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> folder().relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String file) {
    try {
      return Files.readString(folder().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GridFile read(String file, String... sets) {
    return GridFile.read(folder().resolve(file).toString(), List.of(sets));
  }

  /** What the schema objects to in the text of a grid file. */
  static List<String> objections(String yaml) {
    return SchemaHolder.SCHEMA.validate(GridYaml.read("a grid file", yaml)).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private static final class SchemaHolder {
    static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
      try {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(new ObjectMapper().readTree(text("grid.schema.json")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
