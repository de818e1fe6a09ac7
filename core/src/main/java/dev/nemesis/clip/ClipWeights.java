package dev.nemesis.clip;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.WeightsFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

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
   * @param location {@value #MINI}, or a file or folder that {@link WeightsFile} reads on any
   *     Hadoop file system
   * @throws InputException if the file is missing, cut short, of the wrong shape or not CLIP's
   */
  public static ClipWeights load(String location, Configuration hadoop) {
    return of(file(location, hadoop));
  }

  /**
   * The file a location names, before anything is asked of its tensors.
   *
   * @param location as of {@link #load}
   * @throws InputException if it is missing or damaged
   */
  public static WeightsFile file(String location, Configuration hadoop) {
    return location.equals(MINI)
        ? WeightsFile.read(location, resource(MINI_RESOURCE))
        : WeightsFile.load(location, hadoop);
  }

  /** Weights from the bytes of a file. */
  public static ClipWeights of(String source, byte[] file) {
    return of(WeightsFile.read(source, file));
  }

  /**
   * Weights from a file that was read.
   *
   * @throws InputException if it holds no CLIP
   */
  public static ClipWeights of(WeightsFile file) {
    OtherModel.refuse(file.source(), file.tensors().keySet());
    return new ClipWeights(
        file.source(), ClipConfig.of(file.source(), file.tensors()), file.tensors(), file.digest());
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
}
