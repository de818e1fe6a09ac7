package dev.nemesis.verify;

import static dev.nemesis.verify.EncodersVerifiedTest.assertFailsNaming;
import static dev.nemesis.verify.Tampered.copy;
import static dev.nemesis.verify.Tampered.verdict;
import static dev.nemesis.verify.Tampered.verdictOn;
import static dev.nemesis.verify.Tampered.verdicts;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import dev.nemesis.verify.Verdict.Status;
import dev.nemesis.weights.Pickled;
import dev.nemesis.weights.PromptCheckpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers tied to safetensors by their stems, alone, and made to harm. */
class ContainersVerifiedTest {
  private static final TensorData PAIR = TensorData.of(new float[] {1, 2}, 2);

  @TempDir Path folder;

  @Test
  void aStateDictOfAnyStemIsComparedBitForBit() throws IOException {
    Path held = write("été 1-statedict.pt", pair(2, 1, 2));
    Path plain = safetensors("été 1.safetensors", Map.of("w", PAIR));
    assertThat(verdict(folder).status()).as(verdict(folder).toString()).isEqualTo(Status.PASS);

    safetensors("été 1.safetensors", Map.of("w", Tampered.flipped(PAIR, 0, 1)));
    assertThat(verdict(folder).worst()).contains(new Measure("values", "w", 1, 0));

    safetensors(
        "été 1.safetensors", Map.of("w", new TensorData("I32", new long[] {2}, PAIR.bytes())));
    assertThat(verdict(folder).worst()).contains(new Measure("types and shapes", "w", 1, 0));

    safetensors("été 1.safetensors", Map.of("w", PAIR, "bias", PAIR));
    assertThat(verdict(folder).worst()).contains(new Measure("names", "bias", 1, 0));

    Files.delete(plain);
    assertFailsNaming(verdictOn(held), "find", "été 1.safetensors");
  }

  @Test
  void aCheckpointIsComparedWithItsPromptAndTheEpochOfItsName() throws IOException {
    TensorData ctx = TensorData.of(new float[] {1, 2, 3, 4}, 2, 2);
    byte[] checkpoint = new PromptCheckpoint(Map.of("ctx", ctx), 7).write();
    Path right = write("m.pth.tar-7", checkpoint);
    Path wrong = write("m.pth.tar-8", checkpoint);
    safetensors("m.ctx.safetensors", Map.of("ctx", ctx));

    assertThat(verdictOn(right).status()).isEqualTo(Status.PASS);
    assertThat(verdictOn(wrong).worst().orElseThrow().what()).isEqualTo("epoch");
    assertThat(verdictOn(wrong).status()).isEqualTo(Status.FAIL);

    safetensors("m.ctx.safetensors", Map.of("ctx", Tampered.moved(ctx, 3, 1e-6f)));
    assertThat(verdictOn(right).worst()).contains(new Measure("values", "ctx", 1, 0));

    safetensors("m.ctx.safetensors", Map.of("context", ctx));
    assertFailsNaming(verdictOn(right), "m.ctx.safetensors", "no tensor 'ctx'");
  }

  @Test
  void aContainerWithNothingBesideItIsReadAndLeftOutSayingWhatItIs() throws IOException {
    write("model.pth.tar-50", new PromptCheckpoint(Map.of("ctx", PAIR), 50).write());
    write("pytorch_model.bin", pair(2, 1, 2));

    assertThat(verdicts(folder))
        .hasSize(2)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.status()).isEqualTo(Status.SKIPPED);
              assertThat(verdict.message()).contains("a torch.save archive of 1 tensors");
            });
  }

  @ReadsShared
  @Test
  void hostileContainersFailInOneLineAndTheWalkGoesOn() throws IOException {
    Path ran = folder.resolve("ran");
    byte[] command =
        Pickled.start().global("os", "system").text("touch " + ran).op(0x85, 'R').end();
    Path running = write("a-torchscript.pt", Pickled.zip(Map.of("a/data.pkl", command)));
    Path bare = write("b.pth", command);
    Path terabyte = write("c.pt", pair(1L << 38, 1, 2));
    Path cut = write("d-statedict.pt", Arrays.copyOf(pair(2, 1, 2), 200));
    Path header = write("e.safetensors", claiming(1L << 40));
    Path line = write("a\nb.bin", command);
    Path list = write("f.safetensors", new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '[', ']'});
    Path fine = copy(Shared.path("traces/schedules.json"), folder.resolve("z.json"));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();

    List<Verdict> verdicts = verdicts(folder);

    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
    assertThat(ran).doesNotExist();
    assertThat(verdicts).hasSize(8);
    assertThat(verdicts).allMatch(verdict -> verdict.name().lines().count() == 1);
    assertFailsNaming(verdictOn(running), "a-torchscript.pt", "asks for 'os.system'");
    assertFailsNaming(verdictOn(bare), "b.pth", "asks for 'os.system'");
    assertFailsNaming(verdictOn(terabyte), "c.pt", "claims a storage of 274877906944 values");
    assertFailsNaming(verdictOn(cut), "d-statedict.pt", "cut short or damaged");
    assertFailsNaming(verdictOn(header), "e.safetensors", "tensor w");
    assertFailsNaming(verdictOn(list), "f.safetensors", "no object");
    assertThat(verdictOn(line).status()).isEqualTo(Status.FAIL);
    assertThat(verdictOn(fine).status()).isEqualTo(Status.PASS);
  }

  @ReadsShared
  @Test
  void weightsOfAClipAreKnownThoughNothingReadsThem() {
    Path weights = folder.resolve("some clip.safetensors");
    assertThat(
            Verification.of(List.of(copyOfShared("traces/tiny-vit.safetensors", weights)))
                .unrecognised())
        .isEmpty();
  }

  private static Path copyOfShared(String from, Path to) {
    try {
      return copy(Shared.path(from), to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] pair(long claimed, float... values) {
    return Pickled.archiveOf(
        Pickled.dictOf("w").tensor("0", claimed, 0, new long[] {claimed}, new long[] {1}), values);
  }

  private static byte[] claiming(long values) {
    byte[] json =
        "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(values, values)
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + 16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path safetensors(String name, Map<String, TensorData> tensors) throws IOException {
    return write(name, Safetensors.write(tensors, Map.of()));
  }
}
