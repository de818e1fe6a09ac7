package dev.nemesis.clip;

import dev.nemesis.clip.declared.ConfigFiles;
import dev.nemesis.clip.declared.Declaration;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.Digests;
import dev.nemesis.weights.WeightsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A CLIP model's weights, as read from a file and checked; nothing is on a device yet.
 *
 * @param source where they came from
 * @param config read off the tensors, and from what configuration files say
 * @param tensors by OpenAI's names, those the model has a use for
 * @param digest SHA-256, hex: of the file where OpenAI's own loader would make the same model of
 *     it; else of that and of what is otherwise, for it makes other features
 * @param origin of what the tensors do not tell, in words
 */
public record ClipWeights(
    String source,
    ClipConfig config,
    Map<String, TensorData> tensors,
    String digest,
    String origin) {

  /** The name under which the model that comes with the project is asked for. */
  public static final String MINI = "mini";

  private static final String MINI_RESOURCE = "/dev/nemesis/mini/mini.safetensors";
  private static final String MINI_VOCABULARY = "/dev/nemesis/mini/mini_vocab.txt.gz";

  /**
   * Loads weights, and the configuration beside them.
   *
   * @param location {@value #MINI}, or a file or folder that {@link WeightsFile} reads on any
   *     Hadoop file system
   * @throws InputException if the file is missing, cut short, of the wrong shape or not CLIP's
   */
  public static ClipWeights load(String location, Configuration hadoop) {
    return load(location, null, hadoop);
  }

  /**
   * Loads weights of which more is said.
   *
   * @param config null, or a configuration file of open_clip's or Hugging Face's, or its content
   * @throws InputException also if a configuration contradicts another or the tensors, or says of
   *     the model what is not computed here
   */
  public static ClipWeights load(String location, String config, Configuration hadoop) {
    WeightsFile file = file(location, hadoop);
    return of(file, declared(file.source(), config, hadoop));
  }

  /**
   * Facts that configuration files tell of weights.
   *
   * @param source of the file that was read: in a cache of downloads, the configuration lies beside
   *     it, and not where the cache does
   * @param config as of {@link #load}
   */
  public static Declaration declared(String source, String config, Configuration hadoop) {
    if (!source.equals(MINI)) {
      return ConfigFiles.of(source, config, hadoop);
    }
    if (config != null) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS, "use config for the weights mini; they come with theirs");
    }
    return Declaration.NONE;
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
   * Weights from a file that was read, of which nothing else is said.
   *
   * @throws InputException if it holds no CLIP
   */
  public static ClipWeights of(WeightsFile file) {
    return of(file, Declaration.NONE);
  }

  /**
   * Weights from a file that was read.
   *
   * @param said by configuration files
   * @throws InputException if it holds no CLIP, or another than they say
   */
  public static ClipWeights of(WeightsFile file, Declaration said) {
    OtherModel.refuse(file.source(), file.tensors().keySet());
    ConfigReading.Result read = ConfigReading.of(file.source(), file.tensors(), said);
    Map<String, TensorData> own = new LinkedHashMap<>(file.tensors());
    own.keySet().retainAll(read.used());
    Soundness.require(file.source(), own);
    ClipConfig config = read.config();
    return new ClipWeights(
        file.source(),
        config,
        own,
        config.isPlain() ? file.digest() : digest(file.digest(), config),
        said.files().isEmpty()
            ? "as OpenAI published it"
            : "from " + String.join(" and ", said.files()));
  }

  private static String digest(String file, ClipConfig config) {
    byte[] both = (file + "\n" + config.beyondShapes()).getBytes(StandardCharsets.UTF_8);
    return Digests.sha256(ByteSource.of(both));
  }

  /** Facts that the tensors do not tell, and where they are from, in words. */
  public String configuration() {
    return config.beyondShapes() + "; " + origin;
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
