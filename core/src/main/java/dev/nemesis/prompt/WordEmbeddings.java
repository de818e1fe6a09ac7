package dev.nemesis.prompt;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.tensor.OwnedArrays;

/**
 * The token embeddings of a model, made ready once to be compared with the vectors of many prompts.
 * A vocabulary of CLIP's has 49,408 words, so what is far is found by one product of matrices in
 * float32, and only what may be near is compared in double precision.
 */
public final class WordEmbeddings implements AutoCloseable {
  private static final String TENSOR = "token_embedding.weight";

  /** A bound on the rounding error of {@link #scores}, relative to the lengths squared. */
  private static final double ROUNDING = 1e-4;

  private final String source;
  private final int width;
  private final float[] values;
  private final NDManager manager;
  private final NDArray transposed;
  private final NDArray squares;
  private final double longest;

  private WordEmbeddings(String source, int width, float[] values) {
    this.source = source;
    this.width = width;
    this.values = values;
    manager = NDManager.newBaseManager(Device.cpu());
    try (NDManager scratch = manager.newSubManager()) {
      NDArray embedding = OwnedArrays.floats(scratch, values, values.length / width, width);
      transposed = embedding.transpose().duplicate();
      transposed.attach(manager);
      squares = embedding.square().sum(new int[] {1}).expandDims(0);
      squares.attach(manager);
      longest = Math.sqrt(squares.max().getFloat());
    }
  }

  /** Prepares the token embeddings of a model. */
  public static WordEmbeddings of(ClipWeights weights) {
    return new WordEmbeddings(
        weights.source(), weights.config().textWidth(), weights.tensors().get(TENSOR).toFloats());
  }

  /** The weights' name, for messages. */
  String source() {
    return source;
  }

  /** W. */
  int width() {
    return width;
  }

  int tokens() {
    return values.length / width;
  }

  /**
   * Squared distances less the vectors' own squared lengths, in float32.
   *
   * @param vectors row-major {@code [n, W]}
   * @return row-major {@code [n, tokens]}
   */
  float[] scores(float[] vectors) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray rows = OwnedArrays.floats(scratch, vectors, vectors.length / width, width);
      return rows.matMul(transposed).muli(-2).addi(squares).toFloatArray();
    }
  }

  /** How far two scores of a vector may be from each other and the distances yet be equal. */
  float slack(double norm) {
    return (float) (ROUNDING * (norm + longest) * (norm + longest));
  }

  /** The squared distance of a token's embedding to a vector of width W, in double precision. */
  double square(double[] vector, int token) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double difference = vector[i] - values[token * width + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void close() {
    manager.close();
  }
}
