package dev.nemesis.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights given by a folder, by an index of shards, and from other file systems. */
class WeightsFolderTest {
  private static final Map<String, TensorData> TENSORS = RandomClip.tensors(1);
  private static final String INDEX = "model.safetensors.index.json";
  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temp.resolve("my:clip [1] #%20"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.safetensors",
        "my:weights {1}?.safetensors",
        "open_clip_model.safetensors",
        "pytorch_model.bin",
        "open_clip_pytorch_model.bin",
        "ViT-B-32.pt",
        "epoch_32.pth"
      })
  void aFolderIsReadByItsFileOfWeights(String name) throws IOException {
    write(name, TENSORS);
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("optimizer_notes.txt"), "none");

    WeightsFile file = load(folder);

    assertThat(file.source()).isEqualTo(folder + "/" + name);
    assertThat(file.tensors()).containsOnlyKeys(TENSORS.keySet());
    assertThat(file.digest()).isEqualTo(load(folder.resolve(name)).digest());
  }

  @Test
  void ofSeveralKnownFilesTheOneHuggingFaceReadsIsRead() throws IOException {
    for (String name : List.of("pytorch_model.bin", "model.safetensors", "optimizer.pt")) {
      write(name, TENSORS);
    }

    assertThat(load(folder).source()).endsWith("/model.safetensors");
  }

  @Test
  void theOneVersionInACacheOfDownloadsIsRead() throws IOException {
    Path snapshot = Files.createDirectories(folder.resolve("snapshots/3d74acf9"));
    folder = snapshot;
    write("model.safetensors", TENSORS);

    assertThat(load(snapshot.getParent().getParent()).source())
        .endsWith("3d74acf9/model.safetensors");
  }

  @Test
  void aFolderThatDoesNotSayWhichIsRefusedNamingThem() throws IOException {
    write("a.pt", TENSORS);
    write("b.safetensors", TENSORS);

    assertRefused(folder, "Cannot tell which of the weights in the folder", "a.pt, b.safetensors");
  }

  @Test
  void aFolderWithoutWeightsSaysWhatItWouldHave() {
    assertRefused(folder, "Cannot find weights in the folder " + folder, "model.safetensors");
  }

  @Test
  void aFolderOfShardsIsReadAsOneFile() throws IOException {
    shards();

    WeightsFile file = load(folder);

    ContainersTest.assertSame(
        new LinkedHashMap<>(new java.util.TreeMap<>(file.tensors())),
        new LinkedHashMap<>(new java.util.TreeMap<>(TENSORS)));
    assertThat(file.shards()).isEqualTo(2);
    assertThat(load(folder.resolve(INDEX)).digest()).isEqualTo(file.digest());
    assertThat(ClipWeights.of(file).config()).isEqualTo(RandomClip.vit(1).config());
  }

  @Test
  void shardsWithHuggingFacesNamesMayPartALayer() throws IOException {
    Map<String, TensorData> theirs = HuggingFaceNamesTest.huggingFace(TENSORS);
    shards(theirs);

    assertThat(load(folder).tensors()).containsOnlyKeys(TENSORS.keySet());
  }

  @Test
  void theDigestOfShardsIsOfAllTheyHoldAndOfNoPath() throws IOException {
    shards();
    String digest = load(folder).digest();
    folder = Files.createDirectory(temp.resolve("copy"));
    shards();
    assertThat(load(folder).digest()).isEqualTo(digest).hasSize(64);

    byte[] second = Files.readAllBytes(folder.resolve(SECOND));
    second[second.length - 1] ^= 1;
    Files.write(folder.resolve(SECOND), second);

    assertThat(load(folder).digest()).isNotEqualTo(digest);
  }

  @Test
  void aShardThatIsMissingIsNamed() throws IOException {
    shards();
    Files.delete(folder.resolve(SECOND));

    assertRefused(folder, "Cannot find the weights", SECOND + ", a shard by", INDEX);
  }

  @Test
  void aShardOfAnotherModelIsRefused() throws IOException {
    shards();
    write(FIRST, Map.of("other", TENSORS.get("logit_scale")));

    assertRefused(folder, FIRST, "it has a tensor 'other', which is not its by the index");

    write(FIRST, Map.of());

    assertRefused(folder, INDEX, "is not in " + FIRST + " as it says");
  }

  @Test
  void oneShardAloneIsRefusedSayingWhatToGive() throws IOException {
    shards();

    assertRefused(folder.resolve(FIRST), "it is one shard of 2; give the folder", "index");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"weight_map\": {\"a\": \"../secret.safetensors\"}} | leads to '../secret.safetensors'",
        "{\"weight_map\": {\"a\": \"/etc/passwd\"}} | leads to '/etc/passwd'",
        "{\"weight_map\": {\"a\": \"hdfs://h/x\"}} | leads to 'hdfs://h/x'",
        "{\"weight_map\": {\"a\": 7}} | Cannot find the weights",
        "{\"weight_map\": {}} | its index has no tensors",
        "{\"weight_map\": {\"a\": | not whole JSON"
      })
  void anIndexThatLeadsElsewhereOrNowhereIsRefused(String json, String why) throws IOException {
    Files.writeString(folder.resolve(INDEX), json);

    assertRefused(folder, why);
  }

  @Test
  void weightsOnAnotherFileSystemAreReadFromACopyOfThem() throws IOException {
    write("model.safetensors", TENSORS);
    assertThat(Files.size(folder.resolve("model.safetensors"))).isGreaterThan(1 << 20);
    Configuration other = new Configuration(false);
    other.set("fs.file.impl", RawLocalFileSystem.class.getName());
    other.setBoolean("fs.file.impl.disable.cache", true);

    WeightsFile file = WeightsFile.load(folder.toString(), other);

    ContainersTest.assertSame(file.tensors(), TENSORS);
    assertThat(file.digest()).isEqualTo(load(folder).digest());
  }

  @Test
  void whatIsNoRegularFileIsRefusedAtOnce() {
    assertRefused(Path.of("/dev/zero"), "Cannot read the weights /dev/zero: it is no regular file");
  }

  private void shards() throws IOException {
    shards(TENSORS);
  }

  /** Tensors in turn to the one shard and the other. */
  private void shards(Map<String, TensorData> tensors) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    Map<String, TensorData> first = new LinkedHashMap<>();
    Map<String, TensorData> second = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          boolean odd = map.size() % 2 == 1;
          (odd ? second : first).put(name, tensor);
          map.put(name, odd ? SECOND : FIRST);
        });
    write(FIRST, first);
    write(SECOND, second);
    new ObjectMapper().writeValue(folder.resolve(INDEX).toFile(), Map.of("weight_map", map));
  }

  private void write(String name, Map<String, TensorData> tensors) throws IOException {
    Files.write(folder.resolve(name), Safetensors.write(tensors, Map.of()));
  }

  private static WeightsFile load(Path location) {
    return WeightsFile.load(location.toString(), new Configuration(false));
  }

  private static void assertRefused(Path location, String... parts) {
    assertThatThrownBy(() -> load(location))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageMatching("\\P{Cntrl}*")
        .hasMessageContainingAll(parts);
  }
}
