package dev.nemesis.weights;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of tensors, whatever its container: what it is is told by its first bytes, not by its
 * name.
 *
 * @param source the file
 * @param container what it is
 * @param tensors by OpenAI's names where they are a CLIP's, without the {@code module.} training on
 *     several devices puts before them
 * @param epoch of a checkpoint
 * @param digest SHA-256 of the file, hex
 */
public record WeightsFile(
    String source,
    Container container,
    Map<String, TensorData> tensors,
    OptionalInt epoch,
    String digest) {

  /** What tensors come in. */
  public enum Container {
    SAFETENSORS("safetensors"),
    TORCH_SAVE("torch.save archive"),
    TORCHSCRIPT("TorchScript archive");

    private final String title;

    Container(String title) {
      this.title = title;
    }

    /** In words. */
    public String title() {
      return title;
    }
  }

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** The pickled number torch files began with before they became zips. */
  private static final byte[] OLD_TORCH = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");

  /** What TorchScript archives of CLIP hold beside weights; OpenAI's loader drops them too. */
  private static final Set<String> NO_WEIGHTS =
      Set.of("input_resolution", "context_length", "vocab_size");

  private static final String PARALLEL = "module.";

  /**
   * Reads a file on any Hadoop file system.
   *
   * @throws InputException if it is missing, too large, damaged, or holds anything but tensors
   */
  public static WeightsFile load(String location, Configuration hadoop) {
    Path path = new Path(location);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      long length = files.getFileStatus(path).getLen();
      if (length > Integer.MAX_VALUE - 16) {
        throw InputException.cannot(
            ErrorCode.WEIGHTS, "read weights " + location + ": larger than 2 GB");
      }
      byte[] bytes = new byte[(int) length];
      try (FSDataInputStream in = files.open(path)) {
        in.readFully(0, bytes);
      }
      return read(location, bytes);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(ErrorCode.WEIGHTS, "find the weights " + location, e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS, "read the weights " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the bytes of a file.
   *
   * @param name the file, for messages
   * @throws InputException if it is damaged, or holds anything but tensors
   */
  public static WeightsFile read(String name, byte[] file) {
    if (file.length <= 8 || file[8] == '{') {
      return new WeightsFile(
          name,
          Container.SAFETENSORS,
          byOpenAisNames(name, Safetensors.read(name, file).tensors()),
          OptionalInt.empty(),
          sha256(file));
    }
    if (startsWith(file, ZIP)) {
      TorchArchive archive = TorchArchive.read(name, file);
      return new WeightsFile(
          name,
          archive.torchScript() ? Container.TORCHSCRIPT : Container.TORCH_SAVE,
          byOpenAisNames(name, archive.tensors()),
          archive.epoch(),
          sha256(file));
    }
    if (startsWith(file, OLD_TORCH)) {
      throw Unreadable.because(
          name,
          "it is of torch's format from before 1.6; convert it with python: import torch;"
              + " torch.save(torch.load('OLD', map_location='cpu', weights_only=True), 'NEW')");
    }
    if (file[0] == (byte) 0x80) {
      if (file.length <= Pickle.MAX_BYTES) {
        Pickle.load(name, ByteBuffer.wrap(file)); // to name what it asks for, if that is the matter
      }
      throw Unreadable.because(
          name, "it is a bare pickle, no archive as torch.save writes; save it with torch.save");
    }
    throw Unreadable.because(
        name,
        "it is neither safetensors nor an archive as torch.save or torch.jit.save write; it may be"
            + " damaged or cut short");
  }

  private static Map<String, TensorData> byOpenAisNames(
      String name, Map<String, TensorData> tensors) {
    boolean parallel = tensors.keySet().stream().allMatch(tensor -> tensor.startsWith(PARALLEL));
    Map<String, TensorData> named = new LinkedHashMap<>();
    tensors.forEach(
        (tensor, data) -> {
          if (!NO_WEIGHTS.contains(tensor)) {
            named.put(parallel ? tensor.substring(PARALLEL.length()) : tensor, data);
          }
        });
    return HuggingFaceNames.in(named) ? HuggingFaceNames.toOpenAi(name, named) : named;
  }

  private static boolean startsWith(byte[] file, byte[] magic) {
    return file.length >= magic.length
        && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
