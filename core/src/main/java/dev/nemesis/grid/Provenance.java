package dev.nemesis.grid;

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
    String finishedAt) {}
