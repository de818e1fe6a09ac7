package dev.nemesis.verify;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Copies of recordings, changed, and what is said of them. */
final class Tampered {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Tampered() {}

  /** The file's bytes under another name, writable. */
  static Path copy(Path from, Path to) throws IOException {
    return Files.write(to, Files.readAllBytes(from));
  }

  /** A safetensors file with other tensors. */
  static void tensors(Path file, Consumer<Map<String, TensorData>> change) throws IOException {
    Safetensors read = Safetensors.read(file.toString(), Files.readAllBytes(file));
    Map<String, TensorData> tensors = new LinkedHashMap<>(read.tensors());
    change.accept(tensors);
    Files.write(file, Safetensors.write(tensors, read.metadata()));
  }

  /** A safetensors file that says other things of itself. */
  static void metadata(Path file, Map<String, String> metadata) throws IOException {
    Safetensors read = Safetensors.read(file.toString(), Files.readAllBytes(file));
    Files.write(file, Safetensors.write(read.tensors(), metadata));
  }

  /** The same tensor, one of its values more by so much. */
  static TensorData moved(TensorData tensor, int index, float by) {
    float[] values = tensor.toFloats();
    values[index] += by;
    return TensorData.of(values, tensor.shape());
  }

  /** The same tensor, one of its bytes another. */
  static TensorData flipped(TensorData tensor, int index, int by) {
    byte[] bytes = Arrays.copyOf(tensor.bytes(), tensor.bytes().length);
    bytes[index] ^= (byte) by;
    return new TensorData(tensor.dtype(), tensor.shape(), bytes);
  }

  /** A JSON file with other content. */
  static void json(Path file, Consumer<JsonNode> change) throws IOException {
    JsonNode root = JSON.readTree(file.toFile());
    change.accept(root);
    JSON.writeValue(file.toFile(), root);
  }

  /** The first half of a file. */
  static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** What is said of all recordings below some paths, without a vocabulary. */
  static List<Verdict> verdicts(Path... paths) {
    return verdicts(Optional.empty(), paths);
  }

  static List<Verdict> verdicts(Optional<Path> vocabulary, Path... paths) {
    try (Replay replay = new Replay(vocabulary, Device.cpu())) {
      return Verification.of(List.of(paths), vocabulary).recordings().stream()
          .map(recording -> Verification.verdict(recording, replay))
          .toList();
    }
  }

  /** The verdict on the only recording there is. */
  static Verdict verdict(Path... paths) {
    List<Verdict> verdicts = verdicts(paths);
    if (verdicts.size() != 1) {
      throw new AssertionError("Not one recording but " + verdicts);
    }
    return verdicts.get(0);
  }

  /** The verdict on the recording in one file, whatever else there is below its folder. */
  static Verdict verdictOn(Path file) {
    return verdicts(file.getParent()).stream()
        .filter(verdict -> verdict.name().equals(Verdict.oneLine(file.toString())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Not recognised: " + file));
  }

  /** Every file of a folder, sub-folders not. */
  static void copyFiles(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
