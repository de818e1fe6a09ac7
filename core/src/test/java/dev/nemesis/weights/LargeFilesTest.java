package dev.nemesis.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files larger than the heap, a Java array or one mapping: their values stay in them. */
class LargeFilesTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {5, 64, 1000, 1 << 12})
  void aFileInSeveralWindowsHasTheSameTensors(int window) throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    tensors.keySet().removeIf(name -> !name.matches("logit_scale|ln_final.*|visual.class.*"));
    byte[] bytes = Safetensors.write(tensors, Map.of());
    Path file = Files.write(folder.resolve("f"), bytes);

    ByteSource mapped = MappedFile.of(file, window);

    assertThat(mapped.length()).isEqualTo(bytes.length);
    ContainersTest.assertSame(Contents.read("f", mapped).tensors(), tensors);
    assertThat(Digests.sha256(mapped)).isEqualTo(Digests.sha256(ByteSource.of(bytes)));
  }

  @Test
  void tensorsBeyondTwoGibibytesAreRead() throws IOException {
    Path file = sparse("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},", 5 * GIB, 8);

    Map<String, TensorData> tensors = Contents.read("f", MappedFile.of(file)).tensors();

    assertThat(tensors.get("last").toFloats()).containsExactly(1, 2);
    assertThat(tensors.get("a").toFloats()).containsExactly(0, 0);
  }

  @Test
  void anEntryOfAZipBeyondTwoGibibytesIsFoundByItsPlace() throws IOException {
    ByteSource zip =
        ByteSource.of(
            Pickled.archiveOf(
                Pickled.dictOf("w").tensor("0", 2, 0, new long[] {2}, new long[] {1}), 3, 4));
    Path file = folder.resolve("behind");
    long start = 3 * GIB; // a zip may begin anywhere in its file
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(start);
      out.write(zip.get(0, (int) zip.length()).array());
    }

    ByteSource whole = MappedFile.of(file);
    TensorData tensor =
        TorchArchive.read("f", whole.range(start, whole.length() - start)).tensors().get("w");

    assertThat(tensor.toFloats()).containsExactly(3, 4);
  }

  @Test
  void aTensorOfMoreThanTwoGibibytesIsRefusedByName() throws IOException {
    Path file = sparse("{", 3 * GIB, 3 * GIB);

    assertThatThrownBy(() -> Contents.read("f", MappedFile.of(file)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tensor 'last' takes 3221225472 bytes");
  }

  @Test
  void aTensorComesOnTheDeviceWithoutBeingInTheHeap() throws IOException {
    long size = 96 << 20;
    Path file = sparse("{", size, size);
    TensorData tensor = Contents.read("f", MappedFile.of(file)).tensors().get("last");
    try (NDManager manager = NDManager.newBaseManager()) {
      manager.zeros(new Shape(1)).close(); // the engine is loaded
      ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = thread.getCurrentThreadAllocatedBytes();

      NDArray array = OwnedArrays.floats(manager, tensor);

      assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
      assertThat(array.getShape().getShape()).containsExactly(size / 8, 2);
      assertThat(array.get(size / 8 - 1).toFloatArray()).containsExactly(1, 2);
      assertThat(array.get(0).toFloatArray()).containsExactly(0, 0);
    }
  }

  /** That every value lands where it belongs, whatever its type and wherever pieces meet. */
  @Test
  void aTensorOfSeveralPiecesKeepsItsValuesInTheirPlaces() {
    float[] values = new float[(1 << 20) + 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2039; // exact in half precision
    }
    TensorData tensor = TensorData.of(values, values.length);
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(OwnedArrays.floats(manager, tensor).toFloatArray()).isEqualTo(values);
      assertThat(OwnedArrays.floats(manager, tensor.toHalf()).toFloatArray()).isEqualTo(values);
    }
    assertThat(tensor.toHalf().toFloats()).isEqualTo(values);
  }

  @Test
  @Tag("slow") // the digest of five gibibytes takes its time
  void aFileOfFiveGibibytesIsLoadedWithItsDigest() throws IOException {
    Path file = sparse("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},", 5 * GIB, 8);

    WeightsFile read = WeightsFile.load(file.toString(), new Configuration(false));

    assertThat(read.tensors().get("last").toFloats()).containsExactly(1, 2);
    assertThat(read.digest()).hasSize(64);
  }

  @Test
  void aModelIsLoadedWithoutItsFileInTheHeap() throws IOException {
    Path file = clip(100_000);
    // What is loaded once is no part of it: classes, the engine, the table of tokens.
    ClipModel.load(ClipWeights.load(file.toString(), new Configuration(false)), Device.cpu())
        .close();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();

    ClipWeights weights = ClipWeights.load(file.toString(), new Configuration(false));
    try (ClipModel model = ClipModel.load(weights, Device.cpu())) {
      assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(Files.size(file) / 2);
      assertThat(model.config().vocabSize()).isEqualTo(100_000);
    }
  }

  @Test
  @Tag("slow") // a Java of its own
  void aModelLargerThanTheHeapIsLoaded() throws IOException, InterruptedException {
    Path file = clip(1_000_000);
    Path output = folder.resolve("output");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadedClip.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(java.waitFor()).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output)).contains("loaded 1000000");
  }

  /** Loads a model and says how many tokens it has. */
  static final class LoadedClip {
    private LoadedClip() {}

    public static void main(String[] location) {
      ClipWeights weights = ClipWeights.load(location[0], new Configuration(false));
      try (ClipModel model = ClipModel.load(weights, Device.cpu())) {
        System.out.println("loaded " + model.config().vocabSize());
      }
    }
  }

  /** A CLIP whose vocabulary is large, and on the disk a hole. */
  private Path clip(int vocabulary) throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    tensors.remove("token_embedding.weight");
    byte[] small = Safetensors.write(tensors, Map.of());
    int header = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN).getInt();
    long values = small.length - 8 - header;
    long end = values + vocabulary * (long) RandomClip.WIDTH * Float.BYTES;
    String json =
        new String(small, 8, header, StandardCharsets.UTF_8).strip().replaceFirst("}$", "")
            + ",\"token_embedding.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],"
                .formatted(vocabulary, RandomClip.WIDTH)
            + "\"data_offsets\":[%d,%d]}}".formatted(values, end);
    Path file = folder.resolve("clip.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(8 + json.length() + end);
      out.write(length(json));
      out.write(json.getBytes(StandardCharsets.UTF_8));
      out.write(small, 8 + header, (int) values);
    }
    return file;
  }

  private static byte[] length(String json) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length()).array();
  }

  /**
   * A file without blocks on the disk but for its end: a tensor {@code last} of rows of two, the
   * last of which is 1 and 2.
   *
   * @param header its JSON so far, in single quotes
   * @param values bytes of all tensors
   * @param last bytes of the last one
   */
  private Path sparse(String header, long values, long last) throws IOException {
    String json =
        (header
                + "'last':{'dtype':'F32','shape':[%d,2],'data_offsets':[%d,%d]}}"
                    .formatted(last / 8, values - last, values))
            .replace('\'', '"');
    if (last == 8) {
      json = json.replace("[1,2]", "[2]");
    }
    Path file = folder.resolve("sparse.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(8 + json.length() + values);
      out.write(length(json));
      out.write(json.getBytes(StandardCharsets.UTF_8));
      out.seek(out.length() - 8);
      out.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(2).array());
    }
    return file;
  }
}
