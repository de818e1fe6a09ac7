package dev.nemesis.spark.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A notebook as a file.
 *
 * @param cells those with code
 */
public record StoredNotebook(List<Cell> cells) {
  /**
   * A cell with code.
   *
   * @param code as it was written
   * @param count which execution it was; 0 if it was not executed
   * @param outputs as Jupyter stores them
   */
  public record Cell(String code, int count, JsonNode outputs) {
    /** Whether an output has a form, {@code image/png} for one. */
    public boolean shows(String mimeType) {
      return outputs.findValues("data").stream().anyMatch(data -> data.has(mimeType));
    }
  }

  /** The project's notebooks. */
  public static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Shared.projectRoot().resolve("notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  /** Reads a file. */
  public static StoredNotebook read(Path file) throws IOException {
    JsonNode notebook = new ObjectMapper().readTree(file.toFile());
    return new StoredNotebook(
        elements(notebook.get("cells"))
            .filter(cell -> cell.get("cell_type").asText().equals("code"))
            .map(
                cell ->
                    new Cell(
                        String.join(
                            "", elements(cell.get("source")).map(JsonNode::asText).toList()),
                        cell.get("execution_count").asInt(),
                        cell.get("outputs")))
            .toList());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
