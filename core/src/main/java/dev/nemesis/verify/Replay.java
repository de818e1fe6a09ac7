package dev.nemesis.verify;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.InputException;
import dev.nemesis.weights.WeightsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The resources that the recordings of one run share: the vocabulary, and models that were loaded.
 */
public final class Replay implements AutoCloseable {
  /** CLIP's, for which tokenizers are recorded. */
  private static final int VOCAB_SIZE = 49_408;

  /** Recordings of one model mostly lie together, and large ones fill the memory. */
  private static final int MODELS = 3;

  private final Optional<Tokenizer> tokenizer;
  private final Device device;
  private final Map<Path, ClipModel> models = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Reads the vocabulary; no model yet.
   *
   * @param vocabulary CLIP's, if the user gave it
   * @param device of all models
   * @throws InputException if it cannot be read
   */
  public Replay(Optional<Path> vocabulary, Device device) {
    this.device = device;
    tokenizer =
        vocabulary.map(file -> Tokenizer.load(hadoop(file), new Configuration(), VOCAB_SIZE));
  }

  /** CLIP's tokenizer, if there is a vocabulary. */
  public Optional<Tokenizer> tokenizer() {
    return tokenizer;
  }

  /**
   * A model on the device; stays this object's, and open until three others were asked for.
   *
   * @throws InputException if the file is missing, damaged, or holds no CLIP
   */
  public ClipModel model(Path weights) {
    Path file = Walk.key(weights);
    ClipModel model = models.get(file);
    if (model == null) {
      if (models.size() == MODELS) {
        models.remove(models.keySet().iterator().next()).close();
      }
      model = ClipModel.load(clip(weights), device);
      models.put(file, model);
    }
    return model;
  }

  private static ClipWeights clip(Path file) {
    return ClipWeights.of(
        weights(file),
        ClipWeights.declared(hadoop(file).toString(), null, new Configuration(false)));
  }

  /**
   * A file of weights in any container.
   *
   * @throws InputException if it is missing, too large, damaged, or holds anything but tensors
   */
  static WeightsFile weights(Path file) {
    return WeightsFile.read(file.toString(), LocalFile.bytes(file, LocalFile.LARGEST));
  }

  /** Unlike a path taken as a string, one taken as a URI may have a colon or a space in it. */
  static org.apache.hadoop.fs.Path hadoop(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  @Override
  public void close() {
    models.values().forEach(ClipModel::close);
    models.clear();
  }
}
