package dev.nemesis.prompt;

import dev.nemesis.clip.ClipWeights;

/**
 * The token embeddings of a model, unpacked once for many prompts.
 *
 * @param source the weights' name, for messages
 * @param width W
 * @param values row-major {@code [tokens, W]}
 */
public record WordEmbeddings(String source, int width, float[] values) {
  private static final String TENSOR = "token_embedding.weight";

  /** Those of a model. */
  public static WordEmbeddings of(ClipWeights weights) {
    return new WordEmbeddings(
        weights.source(), weights.config().textWidth(), weights.tensors().get(TENSOR).toFloats());
  }
}
