package dev.nemesis.clip;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A CLIP model's weights, as read from a file and checked; nothing is on a device yet.
 *
 * @param source where they came from
 * @param config read off the tensors
 * @param tensors by OpenAI's names
 * @param digest SHA-256 of the file, hex
 */
public record ClipWeights(
    String source, ClipConfig config, Map<String, TensorData> tensors, String digest) {

  /** The name under which the model that comes with the project is asked for. */
  public static final String MINI = "mini";

  private static final String MINI_RESOURCE = "/dev/nemesis/mini/mini.safetensors";
  private static final String MINI_VOCABULARY = "/dev/nemesis/mini/mini_vocab.txt.gz";

  /**
   * Loads weights.
   *
   * @param location {@value #MINI}, or a safetensors file on any Hadoop file system
   * @throws InputException if the file is missing, cut short, of the wrong shape or not CLIP's
   */
  public static ClipWeights load(String location, Configuration hadoop) {
    return of(location, location.equals(MINI) ? resource(MINI_RESOURCE) : file(location, hadoop));
  }

  /** Weights from the bytes of a safetensors file. */
  public static ClipWeights of(String source, byte[] file) {
    Map<String, TensorData> tensors = Safetensors.read(source, file).tensors();
    return new ClipWeights(source, ClipConfig.of(source, tensors), tensors, sha256(file));
  }

  private static byte[] file(String location, Configuration hadoop) {
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
      return bytes;
    } catch (FileNotFoundException e) {
      throw InputException.cannot(ErrorCode.WEIGHTS, "find the weights " + location, e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS, "read the weights " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * The byte-pair vocabulary of the model that comes with the project, gzipped; the caller's to
   * close.
   */
  public static InputStream miniVocabulary() {
    return open(MINI_VOCABULARY);
  }

  private static InputStream open(String resource) {
    InputStream in = ClipWeights.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("The jar holds no " + resource);
    }
    return in;
  }

  private static byte[] resource(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("The jar's " + name + " is unreadable", e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
