package dev.nemesis.spark;

import static dev.nemesis.spark.FinishedCell.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.method.LearnedPrompt;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code nemesis words} says of prompts on the mini model, and on a recorded one. */
class WordsCommandTest {
  private static final ClipWeights MINI = ClipWeights.load("mini", new Configuration());
  private static final int WIDTH = MINI.config().textWidth();
  private static final Tokenizer TOKENIZER =
      Tokenizer.load(ClipWeights.miniVocabulary(), "mini", MINI.config().vocabSize());

  @TempDir Path folder;

  @Test
  void aVectorThatIsAWordIsToldToBeIt() throws IOException {
    commit(1, MINI.digest(), "circle", "red");

    List<String> lines = lines(ofCell("--top", "2"));

    assertThat(lines.get(0)).matches("position +norm +word +distance +word +distance");
    assertThat(lines.get(1)).matches("1 +[0-9.]{6} +circle</w> +0\\.0000 +\\S+ +0\\.[1-9]\\d{3}");
    assertThat(lines.get(2)).matches("2 +[0-9.]{6} +red</w> +0\\.0000 +\\S+ +0\\.[1-9]\\d{3}");
    assertThat(lines).hasSize(3);
  }

  @Test
  void setsAreToldWhereThereAreSeveral() throws IOException {
    commit(2, MINI.digest(), "circle", "red", "square", ",");

    List<String> lines = lines(ofCell("--top", "1"));

    assertThat(lines.get(0)).matches("set +position +norm +word +distance");
    assertThat(lines.subList(1, 5).stream().map(line -> line.replaceAll(" +([0-9.]{6} )? *", " ")))
        .containsExactly(
            "1 1 circle</w> 0.0000",
            "1 2 red</w> 0.0000",
            "2 1 square</w> 0.0000",
            "2 2 ,</w> 0.0000");
  }

  @Test
  void programsGetEveryWordUnrounded() throws IOException {
    commit(2, MINI.digest(), "circle", "red", "square", ",");

    List<String> csv = lines(ofCell("--format", "csv"));
    JsonNode json = new ObjectMapper().readTree(ofCell("--format", "json").out());

    assertThat(csv).hasSize(1 + 4 * 3).startsWith("set,position,norm,rank,word,token,distance");
    assertThat(csv.get(10)).matches("2,2,[0-9.]{9,},1,\",</w>\",%d,0.0".formatted(token(",")));
    assertThat(json).hasSize(4);
    JsonNode last = json.get(3);
    assertThat(last.get("set").asInt() + "." + last.get("position")).isEqualTo("2.2");
    assertThat(last.get("words").get(0))
        .hasToString("{\"word\":\",</w>\",\"token\":%d,\"distance\":0.0}".formatted(token(",")));
    JsonNode second = last.get("words").get(1);
    assertThat(csv.get(11))
        .endsWith("," + second.get("token") + "," + second.get("distance"))
        .startsWith("2,2," + last.get("norm") + ",2,");
  }

  @Test
  void anExportedPromptHasTheWordsOfItsCell() throws IOException {
    commit(2, MINI.digest(), "circle", "red", "square", ",");
    CommandLineRun ofCell = ofCell();
    String to = folder.resolve("to").toString();
    CommandLineRun.of("export-prompt", "--out", out(), "--cell", ID, "--to", to);

    for (String file : List.of("/prompt.safetensors", "/prompt_learner/model.pth.tar-7")) {
      assertThat(words(to + file, "--weights", "mini", "--vocab", "mini")).isEqualTo(ofCell);
    }
  }

  /** The words and distances are NumPy's, from the same files. */
  @ReadsShared
  @Test
  void aCheckpointOfCoOpsIsReadWithClipsVocabulary() {
    CommandLineRun run =
        words(
            Shared.path("traces/tiny-coop-model.pth.tar-50").toString(),
            "--weights",
            Shared.path("traces/tiny-vit.safetensors").toString(),
            "--vocab",
            Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz").toString());

    assertThat(lines(run).stream().map(line -> line.replaceAll(" +", " ")))
        .hasSize(17)
        .contains(
            "1 0.2030 connie</w> 0.2295 ins</w> 0.2334 ðŁĴĿ</w> 0.2341",
            "10 0.2078 thd</w> 0.2386 kl 0.2386 ttle</w> 0.2390",
            "14 0.2437 -></w> 0.2687 qotd</w> 0.2705 recreation</w> 0.2708",
            "16 0.2121 discipline</w> 0.2451 punter</w> 0.2463 wrights</w> 0.2482");
  }

  @Test
  void weightsOtherThanTheCellsAreNotUsed() throws IOException {
    commit(1, "0123abc", "circle", "red");

    assertRefused(ofCell(), "weights of cell " + ID, "0123abc", "export-prompt");
  }

  @Test
  void theNewestVersionOfTheGridWithTheCellsWeightsCounts() throws IOException {
    commit(1, MINI.digest(), "circle", "red");
    List<String> before = lines(ofCell());
    Path others =
        Files.write(
            folder.resolve("others.safetensors"),
            Safetensors.write(RandomClip.tensors(1), Map.of()));
    GridFile newer =
        GridFile.parse(
            "grid.yaml",
            "{name: g, weights: %s, vocab: mini, settings: {dataset: mini-tiles, epochs: 7}}"
                .formatted(others),
            List.of());
    GridVersions.record(OutFolder.at(out(), new Configuration()), newer, List.of("other-cell"));

    assertThat(lines(ofCell())).isEqualTo(before);
  }

  @Test
  void aPromptOfAnotherWidthIsRefused() throws IOException {
    LearnedPrompt narrow = new LearnedPrompt(List.of(contexts(1, 1, 3)));
    String file =
        Files.write(folder.resolve("model.pth.tar-9"), narrow.checkpoint(9, false).write())
            .toString();

    assertRefused(
        words(file, "--weights", "mini", "--vocab", "mini"), file, "width 3", " " + WIDTH);
  }

  @Test
  void whatIsNoPromptOrLearnedNothingIsNamed() throws IOException {
    FinishedCell.commitZeroShot(Path.of(out()));
    assertRefused(words("--out", out(), "--cell", FinishedCell.ZERO_SHOT), "zero-shot learns none");
    assertRefused(words("--out", out(), "--cell", "nobody"), "cell nobody");
    assertRefused(words("mini.pt", "--weights", "mini", "--vocab", "mini"), "mini.pt");

    LearnedPrompt empty = new LearnedPrompt(List.of(contexts(1, 0, WIDTH)));
    String file =
        Files.write(folder.resolve("empty.pth"), empty.checkpoint(9, false).write()).toString();
    assertRefused(words(file, "--weights", "mini", "--vocab", "mini"), file, "learned prompt");
  }

  @Test
  void aCellWhoseMethodLearnsNoContextVectorsIsNamedWithWhatItLearned() throws IOException {
    FinishedCell.commit(
        Path.of(out()),
        Method.COOP,
        PromptSpec.generic(2),
        List.of(LearnedArray.of("adapter.weight", List.of(3, 2), new float[6])),
        MINI.digest());

    assertRefused(ofCell(), "context vectors in cell", "it learned adapter.weight");
  }

  @Test
  void whatTheCommandLineLacksOrHasTooMuchOfIsOneLine() throws IOException {
    commit(1, MINI.digest(), "circle", "red");

    assertRefused(words(), "--out", "FILE");
    assertRefused(words("--out", out()), "--cell");
    assertRefused(words("p.pth", "--weights", "mini"), "--vocab");
    assertRefused(ofCell("p.pth", "--weights", "mini", "--vocab", "mini"), "mutually exclusive");
    assertRefused(ofCell("--top", "0"), "--top 0", "from 1 to " + TOKENIZER.vocabSize());
    int tooMany = TOKENIZER.vocabSize() + 1;
    assertRefused(ofCell("--top", "" + tooMany), "--top " + tooMany);
    assertThat(ofCell("--top", "" + TOKENIZER.vocabSize()).code()).isZero();
  }

  /** A cell of two positions a set that learned exactly the embeddings of these words. */
  private void commit(int sets, String weightsDigest, String... words) throws IOException {
    float[] embedding = MINI.tensors().get("token_embedding.weight").toFloats();
    float[] contexts = new float[words.length * WIDTH];
    for (int i = 0; i < words.length; i++) {
      System.arraycopy(embedding, token(words[i]) * WIDTH, contexts, i * WIDTH, WIDTH);
    }
    FinishedCell.commit(
        Path.of(out()),
        Method.PLOT,
        new PromptSpec(2, ClassTokenPosition.END, false, sets, null),
        List.of(LearnedArray.of("ctx", List.of(sets, 2, WIDTH), contexts)),
        weightsDigest);
  }

  private static LearnedArray contexts(int sets, int length, int width) {
    return LearnedArray.of("ctx", List.of(sets, length, width), new float[sets * length * width]);
  }

  private static int token(String word) {
    int[] tokens = TOKENIZER.encode(word);
    assertThat(tokens).as(word).hasSize(1);
    return tokens[0];
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private CommandLineRun ofCell(String... more) {
    return words(
        Stream.concat(Stream.of("--out", out(), "--cell", ID), Stream.of(more))
            .toArray(String[]::new));
  }

  private static CommandLineRun words(String... args) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("words"), Stream.of(args)).toArray(String[]::new));
  }

  private static List<String> lines(CommandLineRun run) {
    assertThat(run.code()).as(run.err()).isZero();
    return run.out().lines().toList();
  }

  private static void assertRefused(CommandLineRun run, String... named) {
    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot ").contains(named);
    assertThat(run.out()).isEmpty();
  }
}
