package dev.nemesis.spark.feature;

import ai.djl.Device;
import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.catalogue.Catalogue;
import dev.nemesis.data.mini.MiniProvider;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.session.Sessions;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where one backbone's weights and vocabulary and the datasets lie, and, in each JVM, the loaded
 * ones: tasks of one executor share them, and the next bundle finds them there. All are reached
 * with Spark's Hadoop settings ({@code spark.hadoop.*}).
 *
 * @param backbone as cells name it
 * @param weights {@code mini} or a file; null if it is yet to be given
 * @param config what is said of the weights besides: null, a configuration file, or its content
 * @param vocab {@code mini} or a file
 * @param dataRoot folder of the datasets' folders; null if none was given
 * @param declarations folder of a user's own declarations; null if none was given
 * @param assuming whether what was not given is taken to be as published, for a plan: weights of
 *     that backbone, datasets as large as the paper says
 */
public record Assets(
    String backbone,
    String weights,
    String config,
    String vocab,
    String dataRoot,
    String declarations,
    boolean assuming)
    implements Serializable {
  private static final String ASSUMED = "assumed ";
  private static final Map<String, ClipWeights> WEIGHTS = new ConcurrentHashMap<>();
  private static final Map<String, ClipModel> MODELS = new ConcurrentHashMap<>();
  private static final Map<String, Tokenizer> TOKENIZERS = new ConcurrentHashMap<>();
  private static final Map<String, Catalogue> CATALOGUES = new ConcurrentHashMap<>();
  private static final Map<String, Dataset> DATASETS = new ConcurrentHashMap<>();

  /** Returns the assets of a grid's cells with one backbone. */
  public static Assets of(GridFile grid, String backbone) {
    return new Assets(
        backbone,
        grid.weights().get(backbone),
        grid.configs().get(backbone),
        grid.vocab(),
        grid.dataRoot(),
        grid.declarations(),
        false);
  }

  /** Returns assets that belong to no grid. */
  public static Assets of(
      String weights, String config, String vocab, String dataRoot, String declarations) {
    return new Assets(weights, weights, config, vocab, dataRoot, declarations, false);
  }

  /** Returns these assets for planning, where anything not given is assumed as published. */
  public Assets assumed() {
    return new Assets(backbone, weights, config, vocab, dataRoot, declarations, true);
  }

  /** Returns a description of the assumed weights; empty if none are assumed. */
  public Optional<String> assumption() {
    return assuming && weights == null
        ? Optional.of("weights " + backbone + ": " + model().backbone())
        : Optional.empty();
  }

  /** SHA-256 of the weights, or, assumed, what is none. */
  public String weightsDigest() {
    return assuming && weights == null ? ASSUMED + backbone : clipWeights().digest();
  }

  /** The configuration of the weights. */
  public ClipConfig model() {
    return assuming && weights == null ? ClipConfig.published(backbone) : clipWeights().config();
  }

  /** Facts that its tensors do not tell, and where they are from, in words. */
  public String configuration() {
    return assuming && weights == null
        ? model().beyondShapes() + "; as OpenAI published it"
        : clipWeights().configuration();
  }

  /**
   * Loads the weights, once per JVM.
   *
   * @throws dev.nemesis.error.InputException if they cannot be used, or are yet to be given
   */
  public ClipWeights clipWeights() {
    if (weights == null) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "compute anything without the weights %s: give their file, --set weights.%s=FILE, or"
                  .formatted(backbone, backbone)
              + " --set weights=FILE where the grid has but one backbone");
    }
    return WEIGHTS.computeIfAbsent(
        weights + "|" + config, key -> ClipWeights.load(weights, config, Sessions.hadoop()));
  }

  /** The model on a device, once per JVM; stays until the JVM ends. */
  public ClipModel model(Device device) {
    return MODELS.computeIfAbsent(
        weights + "|" + config + "@" + device, key -> ClipModel.load(clipWeights(), device));
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
                : Tokenizer.load(Location.path(vocab), Sessions.hadoop(), size));
  }

  /**
   * Opens a dataset, once per JVM.
   *
   * @throws dev.nemesis.error.InputException if it is unknown, or its files are missing or
   *     malformed
   */
  public Dataset dataset(String name) {
    if (isAssumed(name)) {
      return DATASETS.computeIfAbsent(ASSUMED + name, key -> catalogue().assumed(name));
    }
    return DATASETS.computeIfAbsent(
        dataRoot + "|" + declarations + "|" + name, key -> catalogue().open(name, dataRoot));
  }

  /** Whether a dataset is taken to be as large as the paper says, without a look at its files. */
  public boolean isAssumed(String dataset) {
    return assuming && dataRoot == null && catalogue().needsRoot(dataset);
  }

  /** Whether a dataset's class names and the tokenizer for them were given. */
  public boolean canTokenize(String dataset) {
    return weights != null && !isAssumed(dataset);
  }

  /** Every dataset the grid can name. Declarations are read once per JVM. */
  public Catalogue catalogue() {
    return CATALOGUES.computeIfAbsent(
        declarations == null ? "" : declarations,
        folder -> {
          Catalogue catalogue = Catalogue.standard(Sessions.hadoop()).with(new MiniProvider());
          return folder.isEmpty() ? catalogue : catalogue.with(Location.path(folder));
        });
  }
}
