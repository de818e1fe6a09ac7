package dev.nemesis.spark;

import static dev.nemesis.spark.FinishedCell.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.method.LearnedPrompt;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.weights.PromptCheckpoint;
import dev.nemesis.weights.WeightsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code nemesis export-prompt} writes, read back. */
class ExportPromptCommandTest {
  private static final int CTX_LEN = 3;
  private static final int WIDTH = 2;
  private static final String COOPS = "prompt_learner/model.pth.tar-7";

  @TempDir Path folder;
  private Path out;
  private Path to;

  @BeforeEach
  void places() {
    out = folder.resolve("out");
    to = folder.resolve("to");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COOP | 1 | false | [3, 2]",
        "PLOT | 2 | false | [2, 3, 2]",
        "PLOT | 1 | false | [1, 3, 2]",
        "COOP | 5 | true  | [5, 3, 2]",
      })
  void thePromptComesBackFromBothFilesInItsMethodsShape(
      Method method, int sets, boolean classSpecific, String shape) throws IOException {
    List<LearnedArray> learned = List.of(contexts(sets));
    commit(method, sets, classSpecific, learned);

    CommandLineRun run = export(ID);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(to + "/prompt.safetensors", to + "/" + COOPS, shape);
    for (String name : List.of("prompt.safetensors", COOPS)) {
      WeightsFile file = load(name);
      assertThat(file.tensors()).containsOnlyKeys("ctx");
      assertThat(file.tensors().get("ctx").toFloats()).isEqualTo(learned.get(0).toFloats());
      assertThat(described(name))
          .contains("prompt context vectors " + shape, "beside it nothing", "precision float32");
    }
    assertThat(described(COOPS)).contains("epoch 7");
  }

  @Test
  void theMetaNetOfCoCoOpIsInBothFiles() throws IOException {
    float[] hidden = {20, 21, 22, 23};
    List<LearnedArray> learned =
        List.of(
            contexts(1),
            LearnedArray.of("meta_net.linear1.weight", List.of(1, 4), hidden),
            LearnedArray.of("meta_net.linear1.bias", List.of(1), new float[] {30}),
            LearnedArray.of("meta_net.linear2.weight", List.of(2, 1), new float[] {40, 41}),
            LearnedArray.of("meta_net.linear2.bias", List.of(2), new float[2]));
    commit(Method.COCOOP, 1, false, learned);

    assertThat(export(ID).code()).isZero();

    for (String name : List.of("prompt.safetensors", COOPS)) {
      LearnedPrompt again = LearnedPrompt.of(name, PromptCheckpoint.of(load(name)).orElseThrow());
      assertThat(again.arrays()).isEqualTo(learned);
      assertThat(described(name))
          .contains(
              "prompt context vectors [3, 2]",
              "beside it meta_net.linear1.weight, meta_net.linear1.bias,"
                  + " meta_net.linear2.weight, meta_net.linear2.bias");
      assertThat(load(name).tensors().get("meta_net.linear1.weight").shape()).containsExactly(1, 4);
    }
  }

  @Test
  void arraysOfAMethodWithoutContextVectorsAreInBothFilesAsTheyAre() throws IOException {
    LearnedArray weight =
        LearnedArray.of("adapter.weight", List.of(3, 2), new float[] {1, 2, 3, 4, 5, 6});
    commit(Method.COOP, 1, false, List.of(weight));

    CommandLineRun run = export(ID);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("adapter.weight +\\[3, 2]");
    for (String name : List.of("prompt.safetensors", COOPS)) {
      WeightsFile file = load(name);
      assertThat(file.tensors()).containsOnlyKeys("adapter.weight");
      assertThat(file.tensors().get("adapter.weight").shape()).containsExactly(3, 2);
      assertThat(file.tensors().get("adapter.weight").toFloats()).isEqualTo(weight.toFloats());
    }
  }

  /** That other readers find in the pickle what PyTorch writes is {@code ContainersTest}'s. */
  @Test
  void theCheckpointHasTheStateAndEpochAndNoTokensOfClasses() throws IOException {
    commit(Method.COOP, 1, false, List.of(contexts(1)));

    assertThat(export(ID).code()).isZero();

    try (ZipFile zip = new ZipFile(to.resolve(COOPS).toFile())) {
      byte[] pickle = zip.getInputStream(zip.getEntry("archive/data.pkl")).readAllBytes();
      assertThat(new String(pickle, StandardCharsets.ISO_8859_1))
          .containsSubsequence("state_dict", "ctx", "epoch")
          .doesNotContain("token_");
    }
  }

  @Test
  void theSafetensorsFileSaysWhereThePromptIsFrom() throws IOException {
    commit(Method.COOP, 5, true, List.of(contexts(5)));

    assertThat(export(ID).code()).isZero();

    byte[] file = Files.readAllBytes(to.resolve("prompt.safetensors"));
    assertThat(Safetensors.read("p", file).metadata())
        .containsEntry("cell_id", ID)
        .containsEntry("attempt", "1")
        .containsEntry("backbone", "mini")
        .containsEntry("weights_digest", "the weights'")
        .containsEntry("dataset", "mini-tiles")
        .containsEntry("dataset_digest", "digest of mini-tiles")
        .containsEntry("method", "coop")
        .containsEntry("class_token_position", "middle")
        .containsEntry("class_specific", "true")
        .containsEntry("epochs", "7")
        .containsEntry("program", "nemesis 0.1")
        .hasEntrySatisfying("cell", cell -> assertThat(cell).contains("\"lr\":0.002"));
  }

  @ParameterizedTest
  @CsvSource({"prompt.safetensors", COOPS})
  void aFileThatIsThereIsKeptAndNothingIsWrittenBesideIt(String there) throws IOException {
    commit(Method.COOP, 1, false, List.of(contexts(1)));
    Path kept = to.resolve(there);
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "mine");

    assertRefused(export(ID), there + " in " + to + ": it is there already");

    assertThat(kept).hasContent("mine");
    try (Stream<Path> files = Files.walk(to)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(kept);
    }
  }

  @Test
  void aCellThatIsNotThereOrLearnedNothingAndAFolderThatCannotBeAreNamed() throws IOException {
    commit(Method.COOP, 1, false, List.of(contexts(1)));
    FinishedCell.commitZeroShot(out);

    assertRefused(export("nobody"), "cell nobody in " + out);
    assertRefused(export(FinishedCell.ZERO_SHOT), "zero-shot learns none");
    assertThat(to).doesNotExist();

    Files.writeString(to, "a file");
    assertRefused(export(ID), "write prompt.safetensors in " + to);

    out = Files.createDirectory(folder.resolve("other"));
    assertRefused(export(ID), "grid.json in " + out);
  }

  private void commit(Method method, int sets, boolean classSpecific, List<LearnedArray> learned)
      throws IOException {
    PromptSpec prompt =
        new PromptSpec(
            CTX_LEN, ClassTokenPosition.MIDDLE, classSpecific, classSpecific ? 1 : sets, null);
    FinishedCell.commit(out, method, prompt, learned, "the weights'");
  }

  private CommandLineRun export(String cell) {
    return CommandLineRun.of(
        "export-prompt", "--out", out.toString(), "--cell", cell, "--to", to.toString());
  }

  private static void assertRefused(CommandLineRun run, String named) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot ").contains(named);
    assertThat(run.out()).isEmpty();
  }

  private WeightsFile load(String name) {
    return WeightsFile.load(to.resolve(name).toString(), new Configuration());
  }

  /** What {@code nemesis weights} says of a file, a line each. */
  private List<String> described(String name) {
    CommandLineRun run = CommandLineRun.of("weights", to.resolve(name).toString());
    assertThat(run.code()).as(run.err()).isZero();
    return run.out().lines().map(line -> line.replaceAll(" {2,}", " ")).toList();
  }

  private static LearnedArray contexts(int sets) {
    float[] contexts = new float[sets * CTX_LEN * WIDTH];
    for (int i = 0; i < contexts.length; i++) {
      contexts[i] = 1f / (i + 3);
    }
    return LearnedArray.of("ctx", List.of(sets, CTX_LEN, WIDTH), contexts);
  }
}
