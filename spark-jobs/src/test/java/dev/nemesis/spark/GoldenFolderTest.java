package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output folder of version 0.1 stays readable, and its cells stay the cells they were. */
class GoldenFolderTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void theFolderAsItWasWritten() throws IOException {
    out = folder.resolve("out");
    FileUtils.copyDirectory(GOLDEN.resolve("out-0.1").toFile(), out.toFile());
  }

  @Test
  void everyTableHasTheRowsItHad() throws IOException {
    Path to = folder.resolve("tables");

    CommandLineRun export =
        CommandLineRun.of(
            "export", "--out=" + out, "--to=" + to, "--format=jsonl", "--master=local[2]");

    assertThat(export.code()).as(export.err()).isZero();
    try (Stream<Path> files = Files.list(GOLDEN.resolve("expected"))) {
      for (Path expected : files.sorted().toList()) {
        List<JsonNode> rows = rows(expected);
        assertThat(withColumnsOf(rows.get(0), rows(to.resolve(expected.getFileName()))))
            .as(expected.getFileName().toString())
            .containsExactlyInAnyOrderElementsOf(rows);
      }
    }
  }

  @Test
  void nothingOfItsGridIsTrainedAgain() {
    CommandLineRun plan =
        CommandLineRun.of("plan", GOLDEN.resolve("golden.yaml").toString(), "--out=" + out);

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).containsPattern("done +23\\b").containsPattern("to train +0\\b");
  }

  /** Columns may be added; those of version 0.1 stay. */
  private static List<JsonNode> withColumnsOf(JsonNode expected, List<JsonNode> rows) {
    List<String> columns = new ArrayList<>();
    expected.fieldNames().forEachRemaining(columns::add);
    assertThat(rows.get(0).fieldNames()).toIterable().containsAll(columns);
    return rows.stream().<JsonNode>map(row -> row.<ObjectNode>deepCopy().retain(columns)).toList();
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
