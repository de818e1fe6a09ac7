package dev.nemesis.spark.feature;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.catalogue.Catalogue;
import dev.nemesis.data.mini.MiniProvider;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.session.Sessions;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;

/**
 * Where a grid's weights, vocabulary and datasets lie, and, in each JVM, the loaded ones: tasks of
 * one executor share them, and the next bundle finds them there. All are reached with Spark's
 * Hadoop settings ({@code spark.hadoop.*}).
 *
 * @param weights {@code mini} or a file
 * @param vocab {@code mini} or a file
 * @param dataRoot folder of the datasets' folders; null if none was given
 * @param declarations folder of a user's own declarations; null if none was given
 */
public record Assets(String weights, String vocab, String dataRoot, String declarations)
    implements Serializable {
  private static final Map<String, ClipWeights> WEIGHTS = new ConcurrentHashMap<>();
  private static final Map<String, ClipModel> MODELS = new ConcurrentHashMap<>();
  private static final Map<String, Tokenizer> TOKENIZERS = new ConcurrentHashMap<>();
  private static final Map<String, Dataset> DATASETS = new ConcurrentHashMap<>();

  /** Those of a grid. */
  public static Assets of(GridFile grid) {
    return new Assets(grid.weights(), grid.vocab(), grid.dataRoot(), grid.declarations());
  }

  /**
   * Loads the weights, once per JVM.
   *
   * @throws dev.nemesis.error.InputException if they cannot be used
   */
  public ClipWeights clipWeights() {
    return WEIGHTS.computeIfAbsent(weights, file -> ClipWeights.load(file, Sessions.hadoop()));
  }

  /** The model on a device, once per JVM; stays until the JVM ends. */
  public ClipModel model(Device device) {
    return MODELS.computeIfAbsent(
        weights + "@" + device, key -> ClipModel.load(clipWeights(), device));
  }

  /**
   * The tokenizer for these weights, once per JVM.
   *
   * @throws dev.nemesis.error.InputException if the vocabulary does not belong to the weights
   */
  public Tokenizer tokenizer() {
    int size = clipWeights().config().vocabSize();
    return TOKENIZERS.computeIfAbsent(
        vocab + "@" + size,
        key ->
            vocab.equals(GridFile.MINI)
                ? Tokenizer.load(ClipWeights.miniVocabulary(), "the mini vocabulary", size)
                : Tokenizer.load(new Path(vocab), Sessions.hadoop(), size));
  }

  /**
   * Opens a dataset, once per JVM.
   *
   * @throws dev.nemesis.error.InputException if it is unknown, or its files are missing or
   *     malformed
   */
  public Dataset dataset(String name) {
    return DATASETS.computeIfAbsent(
        dataRoot + "|" + declarations + "|" + name, key -> catalogue().open(name, dataRoot));
  }

  /** Every dataset the grid can name. */
  public Catalogue catalogue() {
    Catalogue catalogue = Catalogue.standard(Sessions.hadoop()).with(new MiniProvider());
    return declarations == null ? catalogue : catalogue.with(new Path(declarations));
  }
}
