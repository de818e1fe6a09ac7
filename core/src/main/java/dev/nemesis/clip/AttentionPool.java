package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.nemesis.tensor.OwnedArrays;

/**
 * The attention pool that ends CLIP's ResNet: the mean token attends to itself and to every spatial
 * position; for PLOT, so does every spatial position.
 */
final class AttentionPool {
  private final int heads;
  private final Parameters weights;
  private final NDArray scale;

  AttentionPool(Parameters weights, int heads) {
    this.weights = weights;
    this.heads = heads;
    NDArray query = weights.get("q_proj.weight");
    scale =
        OwnedArrays.constant(
            query.getManager(), 1 / Math.sqrt((double) query.getShape().get(0) / heads));
  }

  /**
   * Pools feature maps with the mean token as the only query.
   *
   * @param maps {@code [B, C, H, H]}
   * @return {@code [B, E]}
   */
  NDArray mean(NDArray maps) {
    NDArray tokens = tokens(maps);
    return pool(tokens.get(new NDIndex(":, 0:1")), tokens).squeeze(1);
  }

  /**
   * Pools feature maps with every token as a query.
   *
   * @param maps {@code [B, C, H, H]}
   * @return {@code [B, 1 + HH, E]}, the mean token's first
   */
  NDArray all(NDArray maps) {
    NDArray tokens = tokens(maps);
    return pool(tokens, tokens);
  }

  /** The mean and every position, {@code [B, 1 + HH, C]}. */
  private NDArray tokens(NDArray maps) {
    long batch = maps.getShape().get(0);
    long channels = maps.getShape().get(1);
    NDArray spatial = maps.reshape(batch, channels, -1).transpose(0, 2, 1);
    return spatial
        .mean(new int[] {1}, true)
        .concat(spatial, 1)
        .add(weights.get("positional_embedding"));
  }

  private NDArray pool(NDArray queries, NDArray tokens) {
    NDArray q = heads(project(queries, "q_proj").mul(scale));
    NDArray k = heads(project(tokens, "k_proj"));
    NDArray v = heads(project(tokens, "v_proj"));
    NDArray read = q.matMul(k.transpose(0, 1, 3, 2)).softmax(-1).matMul(v);
    return project(read.transpose(0, 2, 1, 3).reshape(queries.getShape()), "c_proj");
  }

  private NDArray heads(NDArray x) {
    long batch = x.getShape().get(0);
    long width = x.getShape().get(2);
    return x.reshape(batch, -1, heads, width / heads).transpose(0, 2, 1, 3);
  }

  private NDArray project(NDArray x, String name) {
    return TransformerBlock.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
  }
}
