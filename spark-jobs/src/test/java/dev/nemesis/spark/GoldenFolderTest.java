package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
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
        List<JsonNode> exported = rows(to.resolve(expected.getFileName()));
        exported.forEach(GoldenFolderTest::addEarlierColumns);
        assertThat(withColumnsOf(rows.get(0), exported))
            .as(expected.getFileName().toString())
            .containsExactlyInAnyOrderElementsOf(rows);
      }
    }
    OutFolder files = OutFolder.at(out.toString(), new Configuration());
    for (JsonNode prompt : rows(to.resolve("prompts.jsonl"))) {
      assertThat(CellFiles.read(files, prompt.get("cell_id").asText()).learned())
          .as("read without Spark")
          .containsExactly(JSON.treeToValue(prompt.get("learned"), LearnedArray[].class));
    }
  }

  /** What was learned as version 0.1 had it: vectors of all sets, and CoCoOp's meta-net. */
  private static void addEarlierColumns(JsonNode row) {
    if (!row.has("learned")) {
      return;
    }
    ObjectNode to = (ObjectNode) row;
    to.putNull("meta_net");
    for (JsonNode array : row.get("learned")) {
      String name = array.get("name").asText();
      List<Integer> shape = new ArrayList<>();
      array.get("shape").forEach(length -> shape.add(length.asInt()));
      JsonNode values = array.get("values");
      if (name.equals("ctx")) {
        assertThat(shape).hasSize(3).element(1).isEqualTo(row.get("ctx_len").asInt());
        assertThat(values).hasSize(shape.get(0) * shape.get(1) * shape.get(2));
        ArrayNode vectors = to.putArray("soft_prompt");
        for (int i = 0; i < values.size(); i++) {
          ArrayNode vector =
              i % shape.get(2) == 0
                  ? vectors.addArray()
                  : (ArrayNode) vectors.get(vectors.size() - 1);
          vector.add(values.get(i));
        }
      } else {
        assertThat(name).startsWith("meta_net.linear");
        assertThat(shape).hasSize(name.endsWith("weight") ? 2 : 1);
        to.withObject("/meta_net")
            .set(name.substring("meta_net.".length()).replace('.', '_'), values);
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
