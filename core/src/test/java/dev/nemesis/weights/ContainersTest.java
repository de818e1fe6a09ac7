package dev.nemesis.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import dev.nemesis.weights.WeightsFile.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** The containers users have, as PyTorch wrote them and put together by hand. */
class ContainersTest {

  @ReadsShared
  @Test
  void aTorchScriptArchiveIsToldFromAStateDict() {
    WeightsFile archive = load("traces/tiny-rn-torchscript.pt");

    assertThat(archive.container()).isEqualTo(Container.TORCHSCRIPT);
    assertThat(archive.tensors()).containsKey("visual.bn1.running_mean");
    assertThat(load("traces/tiny-vit-statedict.pt").container()).isEqualTo(Container.TORCH_SAVE);
  }

  @ReadsShared
  @Test
  void aModelIsLoadedFromAnyContainerAndKeepsTheDigestOfItsFile() {
    Configuration hadoop = new Configuration(false);
    String script = Shared.path("traces/tiny-rn-torchscript.pt").toString();
    String plain = Shared.path("traces/tiny-rn.safetensors").toString();

    ClipWeights loaded = ClipWeights.load(script, hadoop);

    ClipConfig config = loaded.config();
    assertThat(config).isEqualTo(ClipWeights.load(plain, hadoop).config());
    assertThat(loaded.digest())
        .hasSize(64)
        .isNotEqualTo(ClipWeights.load(plain, hadoop).digest())
        .isEqualTo(load("traces/tiny-rn-torchscript.pt").digest());
  }

  @ReadsShared
  @Test
  void aPromptOfCoOpIsReadThoughItsTensorsShareAStorage() throws IOException {
    PromptCheckpoint prompt =
        PromptCheckpoint.read("p", shared("traces/tiny-coop-model.pth.tar-50"));

    assertThat(prompt.epoch()).isEqualTo(50);
    assertThat(prompt.tokenPrefix().orElseThrow().shape()).containsExactly(8, 1, 128);
    // Every prompt starts with the same token, and CoOp keeps the two as views of one tensor.
    float[] prefix = prompt.tokenPrefix().orElseThrow().toFloats();
    assertThat(java.util.Arrays.copyOfRange(prefix, 0, 128))
        .isEqualTo(java.util.Arrays.copyOfRange(prefix, 7 * 128, 8 * 128));
  }

  @ReadsShared
  @Test
  void aWrittenPromptReadsBackAndIsLaidOutAsPyTorchLaysItOut() throws IOException {
    byte[] recorded = shared("traces/tiny-coop-model.pth.tar-50");
    PromptCheckpoint prompt = PromptCheckpoint.read("p", recorded);

    byte[] written = prompt.write();

    PromptCheckpoint again = PromptCheckpoint.read("written", written);
    assertSame(again.state(), prompt.state());
    assertThat(again.epoch()).isEqualTo(50);
    assertThat(written).isEqualTo(again.write());
    Map<?, ?> ours = pickle(written, "archive");
    Map<?, ?> torchs = pickle(recorded, "tiny-coop-model.pth");
    assertThat(names(ours)).isEqualTo(names(torchs));
    assertThat(names((Map<?, ?>) ours.get("state_dict")))
        .isEqualTo(names((Map<?, ?>) torchs.get("state_dict")));
  }

  @Test
  void aPromptOfCoCoOpKeepsItsMetaNet() {
    Map<String, TensorData> state = new LinkedHashMap<>();
    state.put("ctx", TensorData.of(new float[] {1, 2, 3, 4}, 2, 2).toHalf());
    state.put("meta_net.linear1.bias", TensorData.of(new float[] {5}, 1));

    byte[] file = new PromptCheckpoint(state, 10).write();

    assertSame(PromptCheckpoint.read("cocoop", file).state(), state);
  }

  @Test
  void aTransposedViewComesOutRowMajor() {
    byte[] file =
        Pickled.archiveOf(
            Pickled.dictOf("w").tensor("0", 7, 1, new long[] {3, 2}, new long[] {1, 3}),
            9,
            1,
            2,
            3,
            4,
            5,
            6);

    TensorData tensor = WeightsFile.read("f", file).tensors().get("w");

    assertThat(tensor.shape()).containsExactly(3, 2);
    assertThat(tensor.toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void theSchedulerCoOpSavesBesideAPromptIsPassedOver() {
    // What Dassl's warm-up leaves in its state: the next scheduler, and in it the optimizer.
    Pickled pickle = Pickled.start().op('}', '(').text("state_dict");
    pickle.global("collections", "OrderedDict").op(')', 'R').text("ctx");
    pickle.tensor("0", 4, 0, new long[] {2, 2}, new long[] {2, 1}).op('s');
    pickle.text("epoch").op('K', 50).text("scheduler").op('}').text("successor");
    pickle.global("torch.optim.lr_scheduler", "CosineAnnealingLR").op(')', 0x81, '}');
    pickle.text("optimizer").global("torch.optim.sgd", "SGD").op(')', 0x81, '}').text("state");
    pickle.global("collections", "defaultdict").global("__builtin__", "dict").op(0x85, 'R');
    // A trained one keeps its momenta by the tensors themselves.
    pickle.tensor("0", 4, 0, new long[] {2, 2}, new long[] {2, 1}).op('}').text("momentum_buffer");
    pickle.tensor("0", 4, 0, new long[] {2, 2}, new long[] {2, 1}).op('s', 's');
    pickle.op('s', 'b', 's', 'b', 's', 'u');
    Map<String, byte[]> entries = Map.of("m/data.pkl", pickle.end(), "m/data/0", new byte[16]);

    PromptCheckpoint prompt = PromptCheckpoint.read("p", Pickled.zip(entries));

    assertThat(prompt.epoch()).isEqualTo(50);
    assertThat(prompt.state()).containsOnlyKeys("ctx");
  }

  @Test
  void namesOfATrainingOnSeveralDevicesLoseTheirPrefix() {
    TensorData one = TensorData.of(new float[] {1}, 1);
    byte[] file = Safetensors.write(Map.of("module.a", one, "module.b", one), Map.of());

    assertThat(WeightsFile.read("f", file).tensors()).containsOnlyKeys("a", "b");
  }

  @Test
  void torchsOldFormatIsRefusedSayingHowToConvertIt() {
    byte[] old = java.util.HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e8002");

    assertThatThrownBy(() -> WeightsFile.read("old.pth", old))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read old.pth: ")
        .hasMessageContaining("before 1.6")
        .hasMessageContaining("torch.save(torch.load(");
  }

  @Test
  void aFileThatIsNoPromptSaysWhatAPromptHas() {
    byte[] file = Safetensors.write(Map.of("x", TensorData.of(new float[] {1}, 1)), Map.of());

    assertThatThrownBy(() -> PromptCheckpoint.read("x.safetensors", file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.safetensors")
        .hasMessageContaining("no tensor 'ctx'");
  }

  @Test
  void thePublishedModelsAreKnownByTheirDigestAndOthersAreNot() {
    assertThat(PublishedModel.ofDigest(PublishedModel.VIT_B_16.digest()))
        .contains(PublishedModel.VIT_B_16);
    assertThat(PublishedModel.ofDigest("00")).isEqualTo(Optional.empty());
  }

  static void assertSame(Map<String, TensorData> actual, Map<String, TensorData> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) -> {
          assertThat(actual.get(name).dtype()).as(name).isEqualTo(tensor.dtype());
          assertThat(actual.get(name).shape()).as(name).isEqualTo(tensor.shape());
          assertThat(actual.get(name).bytes()).as(name).isEqualTo(tensor.bytes());
        });
  }

  private static Map<?, ?> pickle(byte[] file, String root) {
    return (Map<?, ?>)
        Pickle.load(
            "p", ZipEntries.of("p", ByteSource.of(file)).get(root + "/data.pkl").orElseThrow());
  }

  private static java.util.List<?> names(Map<?, ?> map) {
    return java.util.List.copyOf(map.keySet());
  }

  private static WeightsFile load(String relative) {
    return WeightsFile.load(Shared.path(relative).toString(), new Configuration(false));
  }

  private static byte[] shared(String relative) throws IOException {
    return Files.readAllBytes(Shared.path(relative));
  }
}
