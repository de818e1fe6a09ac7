package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Method;
import dev.nemesis.method.LearnedPrompt;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts of every kind trained on the mini benchmark, corrupted, and evaluated from files. */
class PromptMethodsTest {
  private static final String TRAINED =
      """
      name: kinds
      weights: mini
      vocab: mini
      axes: {METHODS}
      settings: {dataset: mini-tiles, shots: 1, epochs: 2, batch_size: 4, views: 0, loss: mix, omega: 1}
      """;

  @TempDir Path folder;

  @Test
  void everyKindIsTrainedAndTestsTheSameFromAFile() throws IOException {
    Path out =
        train("method: [coop, plot, cocoop], class_token_position: [end, front], ctx_len: [3]");
    Path classSpecific = train("class_specific: [true], ctx_len: [3]");

    List<CellResult> cells = new ArrayList<>(cells(out));
    cells.addAll(cells(classSpecific));
    assertThat(cells).hasSize(3 * 2 + 1);
    for (CellResult cell : cells) {
      LearnedPrompt prompt = new LearnedPrompt(cell.learned());
      Path file = folder.resolve(cell.cellId() + ".pth.tar-2");
      Files.write(file, prompt.checkpoint(2, false).write());

      List<String> options =
          new ArrayList<>(
              List.of("--class-token-position", cell.cell().prompt().classTokenPosition().name()));
      if (cell.cell().method().equals(Method.PLOT)) {
        options.add("--plot"); // nothing else tells four prompts from those of four classes
      }
      CommandLineRun run = evaluate(file, "mini-tiles", options.toArray(String[]::new));

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out())
          .as("%s", cell.cellId())
          .contains("accuracy   %.2f%n".formatted(cell.accuracy()))
          .contains("macro F1   %.2f%n".formatted(cell.macroF1()));
    }
  }

  @ReadsShared
  @Test
  void aPromptOfCoOpsIsTestedAndCorrupted() throws IOException {
    Path csv = folder.resolve("sweep.csv");
    String[] arguments = {
      "evaluate",
      Shared.path("traces/tiny-coop-model.pth.tar-50").toString(),
      "--dataset",
      "clothing",
      "--data-root",
      Shared.path("real").toString(),
      "--weights",
      Shared.path("traces/tiny-vit.safetensors").toString(),
      "--vocab",
      Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz").toString(),
      "--features",
      folder.resolve("features").toString(),
      "--master",
      "local[2]",
      "--corrupt",
      csv.toString()
    };

    CommandLineRun run = CommandLineRun.of(arguments);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("16 of width 128, coop", "120 test images", "of 64 shrunken");
    assertThat(Files.readAllLines(csv)).hasSize(1 + 160);

    CommandLineRun again = CommandLineRun.of(arguments);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).hasLineCount(1).contains("sweep.csv: it is there already");
  }

  @Test
  void aPromptThatDoesNotFitIsOneLine() throws IOException {
    LearnedPrompt narrow =
        new LearnedPrompt(List.of(LearnedArray.of("ctx", List.of(1, 2, 3), new float[6])));
    Path file = Files.write(folder.resolve("narrow.pth"), narrow.checkpoint(1, false).write());
    Path noPrompt = Files.writeString(folder.resolve("none.pth"), "nothing of the kind");

    CommandLineRun run = evaluate(file, "mini-tiles");
    CommandLineRun none = evaluate(noPrompt, "mini-tiles");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith(
            "Cannot test the prompt " + file + " with the weights mini: its vectors have width")
        .contains("width 3, the model's token embeddings 64; give the weights it was learned with");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).hasLineCount(1).contains("none.pth");
  }

  private CommandLineRun evaluate(Path file, String dataset, String... more) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", file.toString()));
    arguments.addAll(List.of("--dataset", dataset, "--weights", "mini", "--vocab", "mini"));
    arguments.addAll(List.of("--features", folder.resolve("features").toString()));
    arguments.addAll(List.of("--master", "local[2]"));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private Path train(String methods) throws IOException {
    Path out = folder.resolve("out" + methods.length());
    Path grid = folder.resolve("grid.yaml");
    Files.writeString(grid, TRAINED.replace("METHODS", methods));
    CommandLineRun run =
        CommandLineRun.of("run", grid.toString(), "--out", out.toString(), "--master", "local[2]");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    return out;
  }

  private static List<CellResult> cells(Path out) {
    OutFolder folder = OutFolder.at(out.toString(), new Configuration());
    return CellFiles.done(folder).keySet().stream().map(id -> CellFiles.read(folder, id)).toList();
  }
}
