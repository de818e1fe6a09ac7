package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user can get wrong: one line that names it, exit code 2, and nothing is trained. */
class BadInputTest {
  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void place() {
    out = folder.resolve("out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sede=[1]|sede|seed",
        "shots=[]|shots|",
        "omega=-1|omega|-1",
        "tau=1|tau|1",
        "tau=0|tau|0",
        "positions=17|positions|17",
        "positions=0|positions|0",
        "beta=1.5|beta|1.5",
        "shots=0|shots|0",
        "epochs=0|epochs|0",
        "batch_size=0|batch_size|0",
        "lr=fast|lr|fast",
        "loss=pam|pam|pan",
        "dataset=mini-shape|mini-shape|mini-shapes",
        "ctx_len=39|ctx_len|39",
        "method=[coop,plop]|plop|plot",
        "ctx_intt=a dog|ctx_intt|ctx_init",
        "class_token_position=back|back|front",
        "class_specific=some|class_specific|true or false",
        "prompts=0|prompts|0",
        "pan_omega=-50|pan_omega|-50"
      })
  void aGridsKeyOrValueIsNamed(String set, String named, String also) throws IOException {
    assertRefused(grid("mini", "mini"), set, named, also == null ? "" : also);
  }

  @Test
  void weightsCutShortAreNamed() throws IOException {
    byte[] whole = Safetensors.write(RandomClip.tensors(1), Map.of());
    Path weights = folder.resolve("cut.safetensors");
    Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(grid(weights.toString(), "mini"), null, "cut.safetensors", "cut short");
  }

  @Test
  void weightsOfTheWrongShapeAreNamedWithTheTensor() throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    tensors.put("text_projection", TensorData.of(new float[12], 3, 4));
    assertRefused(grid(weights(tensors), "mini"), null, "w.safetensors", "text_projection");
  }

  @Test
  void weightsThatAreNotClipsAreSaidToBe() throws IOException {
    Map<String, TensorData> tensors = Map.of("embeddings", TensorData.of(new float[4], 2, 2));
    assertRefused(grid(weights(tensors), "mini"), null, "w.safetensors", "CLIP");
  }

  @Test
  void weightsThatAreNotThereAreNamed() throws IOException {
    assertRefused(grid("no/such.safetensors", "mini"), null, "no/such.safetensors", "");
  }

  @Test
  void aVocabularyOfTheWrongSizeIsNamed() throws IOException {
    Path vocabulary = folder.resolve("vocab.txt.gz");
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(vocabulary))) {
      gzip.write("#version: 0.2\na b\nc d</w>\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertRefused(grid("mini", vocabulary.toString()), null, "vocab.txt.gz", "2");
  }

  @ParameterizedTest
  @CsvSource({"visual.ln_post.bias", "visual.class_embedding", "ln_final.bias", "visual.proj"})
  void weightsThatLackATensorAreNamedWithIt(String tensor) throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    tensors.remove(tensor);
    assertRefused(grid(weights(tensors), "mini"), null, "w.safetensors", "'" + tensor + "'");
  }

  @Test
  void aKeyOfTheGridFileIsNamedWithTheNearestRightOne() throws IOException {
    Path grid = grid("mini", "mini");
    Files.writeString(grid, Files.readString(grid).replace("epochs: 1", "epocs: 1"));
    assertRefused(grid, null, "there is no key settings.epocs; the nearest is epochs", "grid.yaml");
  }

  @Test
  void aDatasetsFolderThatIsMissingIsNamed() throws IOException {
    assertClothingRefused("there is none", "/clothing of the dataset clothing");
  }

  @Test
  void aDatasetWithoutARootToLookInIsNamed() throws IOException {
    assertRefused(grid("mini", "mini"), "dataset=clothing", "dataset clothing", "folder");
  }

  @Test
  void aFolderWithoutItsSplitFileIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("clothing/images"));
    assertClothingRefused("find the split file", "clothing/split_zhou_Clothing.json");
  }

  @Test
  void aFolderWithoutItsImagesIsNamed() throws IOException {
    split("{'train': [['hat/1.jpg', 0, 'hat']], 'val': [], 'test': [['hat/2.jpg', 0, 'hat']]}");
    Files.delete(folder.resolve("clothing/images/hat"));
    Files.delete(folder.resolve("clothing/images"));
    assertClothingRefused("find the images' folder", "clothing/images");
  }

  @Test
  void aSplitFileThatIsNoJsonIsNamedWithTheLine() throws IOException {
    split("{'train': [");
    assertClothingRefused("split_zhou_Clothing.json", "line 1");
  }

  @Test
  void aSplitEntryOfTheWrongShapeIsNamed() throws IOException {
    split("{'train': [['hat/1.jpg', 'hat']], 'val': [], 'test': [['hat/2.jpg', 0, 'hat']]}");
    assertClothingRefused("split_zhou_Clothing.json", "train[0] is");
  }

  @Test
  void aSplitEntryWithoutItsImageIsNamed() throws IOException {
    split("{'train': [['hat/1.jpg', 0, 'hat']], 'val': [], 'test': [['hat/2.jpg', 0, 'hat']]}");
    Files.createFile(folder.resolve("clothing/images/hat/1.jpg"));
    assertClothingRefused("hat/2.jpg", "test[0]");
  }

  @Test
  void aClassNameThatDoesNotFitBehindTheContextIsNamed() throws IOException {
    String name = "hat of straw ".repeat(20).strip();
    split(
        "{'train': [['hat/1.jpg', 0, '%s']], 'val': [], 'test': [['hat/1.jpg', 0, '%s']]}"
            .formatted(name, name));
    Files.createFile(folder.resolve("clothing/images/hat/1.jpg"));
    assertClothingRefused("the class name '" + name + "'", "ctx_len");
  }

  @Test
  void anOutputFolderOfAnotherGridIsNamed() throws IOException {
    Files.createDirectories(out);
    String other = "{\"name\": \"other\", \"digest\": \"0\", \"cells\": []}";
    Path manifest = Files.writeString(out.resolve("grid.json"), other);
    assertRefused(grid("mini", "mini"), null, out.toString(), "it belongs to grid other");
    assertThat(manifest).hasContent(other);
  }

  @Test
  void anOutputFolderThatHoldsSomethingElseIsNamed() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("letter.txt"), "not ours");
    assertRefused(grid("mini", "mini"), null, out.toString(), "it holds other files");
  }

  @Test
  void aGridFileThatIsNotThereIsNamed() {
    CommandLineRun run = run(folder.resolve("none.yaml"), List.of());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot").contains("none.yaml");
  }

  private void assertClothingRefused(String named, String also) throws IOException {
    assertRefused(grid("mini", "mini"), "dataset=clothing", named, also, "data.root=" + folder);
  }

  /** A split file of the dataset clothing, beside an empty folder of images; quotes are single. */
  private void split(String json) throws IOException {
    Path clothing = Files.createDirectories(folder.resolve("clothing/images/hat"));
    Files.writeString(
        clothing.getParent().resolveSibling("split_zhou_Clothing.json"), json.replace('\'', '"'));
  }

  private String weights(Map<String, TensorData> tensors) throws IOException {
    Path file = folder.resolve("w.safetensors");
    return Files.write(file, Safetensors.write(tensors, Map.of())).toString();
  }

  private Path grid(String weights, String vocab) throws IOException {
    return Files.writeString(
        folder.resolve("grid.yaml"),
        """
        name: wrong
        weights: %s
        vocab: %s
        axes: {method: [zeroshot, coop]}
        settings: {dataset: mini-tiles, loss: pan, epochs: 1}
        """
            .formatted(weights, vocab));
  }

  private void assertRefused(Path grid, String set, String named, String also, String... more) {
    List<String> sets = new ArrayList<>(List.of(more));
    if (set != null) {
      sets.add(set);
    }
    CommandLineRun run = run(grid, sets);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot").contains(named, also);
    assertThat(out.resolve("cells")).doesNotExist();
  }

  private CommandLineRun run(Path grid, List<String> sets) {
    List<String> args = new ArrayList<>(List.of("run", grid.toString(), "--out", out.toString()));
    sets.forEach(set -> args.addAll(List.of("--set", set)));
    return CommandLineRun.of(args.toArray(String[]::new));
  }
}
