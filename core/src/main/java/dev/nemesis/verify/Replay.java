package dev.nemesis.verify;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** What the recordings of one run share: the vocabulary, and models that were loaded. */
public final class Replay implements AutoCloseable {
  /** CLIP's, for which tokenizers are recorded. */
  private static final int VOCAB_SIZE = 49_408;

  /** Recordings of one model mostly lie together, and large ones fill the memory. */
  private static final int MODELS = 3;

  private final Optional<Path> vocabulary;
  private final Map<Path, ClipModel> models = new LinkedHashMap<>(16, 0.75f, true);
  private Tokenizer tokenizer;

  /**
   * Nothing is read yet.
   *
   * @param vocabulary CLIP's, if the user gave it
   */
  public Replay(Optional<Path> vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * CLIP's tokenizer, if there is a vocabulary.
   *
   * @throws dev.nemesis.error.InputException if the vocabulary cannot be read
   */
  public Optional<Tokenizer> tokenizer() {
    if (tokenizer == null && vocabulary.isPresent()) {
      tokenizer = Tokenizer.load(hadoop(vocabulary.get()), VOCAB_SIZE);
    }
    return Optional.ofNullable(tokenizer);
  }

  /**
   * A model on the CPU; stays this object's, and open until three others were asked for.
   *
   * @throws dev.nemesis.error.InputException if the file is missing, damaged, or holds no CLIP
   */
  public ClipModel model(Path weights) {
    Path file = weights.toAbsolutePath().normalize();
    ClipModel model = models.get(file);
    if (model == null) {
      if (models.size() == MODELS) {
        models.remove(models.keySet().iterator().next()).close();
      }
      ClipWeights read = ClipWeights.load(hadoop(weights).toString(), new Configuration(false));
      model = ClipModel.load(read, Device.cpu());
      models.put(file, model);
    }
    return model;
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
