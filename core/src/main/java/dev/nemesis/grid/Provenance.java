package dev.nemesis.grid;

import java.util.List;

/**
 * The origin of a result: the program, its inputs, the machine and the time.
 *
 * @param program version of this program
 * @param gridDigest SHA-256 of the grid file that asked for it; null where there was none, and in
 *     older files, as {@code bundle}, {@code spark} and {@code os}
 * @param weightsDigest SHA-256 of the CLIP weights
 * @param datasetDigest SHA-256 of the dataset, its splits included
 * @param bundle id of the bundle it was trained in; the output folder's folder of bundles says
 *     which cells these were. Null where there was none
 * @param device {@code cpu} or {@code gpu(0)}
 * @param host where it ran
 * @param djl version of DJL
 * @param pytorch version of PyTorch
 * @param spark version of Spark
 * @param java version of Java
 * @param os name, version and architecture of the operating system
 * @param startedAt ISO 8601, UTC
 * @param finishedAt ISO 8601, UTC
 * @param skippedImages broken ones that were left out of training and testing, each {@code
 *     DATASET/PATH: REASON}, in order; null in files of versions that never left any out
 * @param weightsConfig what the weights' tensors do not tell (activations, heads, epsilon, pixels)
 *     and where it is from, in words; null in files of versions that read no configuration
 * @param jars those that brought its method or its loss, each {@code FILE SHA-256}; null where both
 *     are the program's
 */
public record Provenance(
    String program,
    String gridDigest,
    String weightsDigest,
    String datasetDigest,
    String bundle,
    String device,
    String host,
    String djl,
    String pytorch,
    String spark,
    String java,
    String os,
    String startedAt,
    String finishedAt,
    List<String> skippedImages,
    String weightsConfig,
    List<String> jars) {
  public Provenance {
    jars = jars == null || jars.isEmpty() ? null : List.copyOf(jars);
    skippedImages = skippedImages == null ? null : List.copyOf(skippedImages);
  }

  /**
   * Returns this provenance with what is known once a cell is trained.
   *
   * @param skipped images that were left out
   * @param brought jars that brought the method or the loss
   */
  public Provenance with(List<String> skipped, List<String> brought) {
    return new Provenance(
        program,
        gridDigest,
        weightsDigest,
        datasetDigest,
        bundle,
        device,
        host,
        djl,
        pytorch,
        spark,
        java,
        os,
        startedAt,
        finishedAt,
        skipped,
        weightsConfig,
        brought);
  }
}
