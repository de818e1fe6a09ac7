package dev.nemesis.grid;

import java.util.List;

/**
 * What a result came from.
 *
 * @param program version of this program
 * @param weightsDigest SHA-256 of the CLIP weights
 * @param datasetDigest SHA-256 of the dataset
 * @param device {@code cpu} or {@code gpu(0)}
 * @param host where it ran
 * @param djl version of DJL
 * @param pytorch version of PyTorch
 * @param java version of Java
 * @param startedAt ISO 8601, UTC
 * @param finishedAt ISO 8601, UTC
 * @param skippedImages broken ones that were left out of training and testing, each {@code
 *     DATASET/PATH: REASON}, in order; null in files of versions that never left any out
 */
public record Provenance(
    String program,
    String weightsDigest,
    String datasetDigest,
    String device,
    String host,
    String djl,
    String pytorch,
    String java,
    String startedAt,
    String finishedAt,
    List<String> skippedImages) {
  public Provenance {
    skippedImages = skippedImages == null ? null : List.copyOf(skippedImages);
  }

  /** The same, with images left out. */
  public Provenance skipping(List<String> skipped) {
    return new Provenance(
        program,
        weightsDigest,
        datasetDigest,
        device,
        host,
        djl,
        pytorch,
        java,
        startedAt,
        finishedAt,
        skipped);
  }
}
