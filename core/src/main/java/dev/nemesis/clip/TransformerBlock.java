package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.declared.Activation;
import dev.nemesis.tensor.OwnedArrays;
import java.util.Arrays;

/**
 * One residual attention block of CLIP, in parts: the shared-prefix encoder runs the same block
 * over two groups of tokens, and only the attention between them differs.
 *
 * <p>Every method keeps its input as the first operand, so results live as long as the input's
 * manager.
 */
public final class TransformerBlock {
  private static final double GELU_FACTOR = 1.702;

  private final Tower tower;
  private final FrozenBlock frozen; // null where the weights may change
  private final NDArray ln1Weight;
  private final NDArray ln1Bias;
  private final NDArray qkvWeight;
  private final NDArray qkvBias;
  private final NDArray outWeight;
  private final NDArray outBias;
  private final NDArray ln2Weight;
  private final NDArray ln2Bias;
  private final NDArray fcWeight;
  private final NDArray fcBias;
  private final NDArray projWeight;
  private final NDArray projBias;
  private final NDArray scale; // null where the weights have it in them
  private final NDArray geluFactor; // likewise

  private TransformerBlock(Parameters weights, Tower tower, boolean folded) {
    this.tower = tower;
    frozen = folded ? FrozenBlock.of(tower) : null;
    ln1Weight = weights.get("ln_1.weight");
    ln1Bias = weights.get("ln_1.bias");
    qkvWeight = weights.get("attn.in_proj_weight");
    qkvBias = weights.get("attn.in_proj_bias");
    outWeight = weights.get("attn.out_proj.weight");
    outBias = weights.get("attn.out_proj.bias");
    ln2Weight = weights.get("ln_2.weight");
    ln2Bias = weights.get("ln_2.bias");
    fcWeight = weights.get("mlp.c_fc.weight");
    fcBias = weights.get("mlp.c_fc.bias");
    projWeight = weights.get("mlp.c_proj.weight");
    projBias = weights.get("mlp.c_proj.bias");
    NDManager manager = qkvWeight.getManager();
    scale = folded ? null : scale(manager, qkvWeight, tower.heads());
    geluFactor = folded ? null : OwnedArrays.constant(manager, GELU_FACTOR);
  }

  /** A block over weights as they are stored, which may change between passes. */
  static TransformerBlock of(Parameters weights, Tower tower) {
    return new TransformerBlock(weights, tower, false);
  }

  /**
   * A block over weights that never change, and that it takes for itself: what queries and the
   * activation are multiplied by is put into them once, rather than into every pass. With {@code x'
   * = 1.702 x}, {@code x sigmoid(1.702 x) = x' sigmoid(x') / 1.702}.
   */
  static TransformerBlock frozen(Parameters weights, Tower tower) {
    NDArray qkv = weights.get("attn.in_proj_weight");
    try (NDManager scratch = qkv.getManager().newSubManager()) {
      NDArray queries = scale(scratch, qkv, tower.heads());
      qkv.muli(queries.expandDims(1));
      weights.get("attn.in_proj_bias").muli(queries);
      if (tower.activation() == Activation.QUICK_GELU) {
        NDArray factor = OwnedArrays.constant(scratch, GELU_FACTOR);
        weights.get("mlp.c_fc.weight").muli(factor);
        weights.get("mlp.c_fc.bias").muli(factor);
        weights.get("mlp.c_proj.weight").divi(factor);
      }
    }
    return new TransformerBlock(weights, tower, true);
  }

  /** {@code [3W]}: what queries, keys and values are multiplied by. */
  private static NDArray scale(NDManager manager, NDArray qkvWeight, int heads) {
    int width = (int) qkvWeight.getShape().get(1);
    float[] factors = new float[3 * width];
    Arrays.fill(factors, 1);
    Arrays.fill(factors, 0, width, (float) (1 / Math.sqrt((double) width / heads)));
    return OwnedArrays.floats(manager, factors, factors.length);
  }

  /** Its attention heads. */
  public int heads() {
    return tower.heads();
  }

  /**
   * Queries (already scaled by 1/sqrt(head width)), keys and values of tokens, before the block's
   * attention.
   *
   * @param x {@code [..., W]}
   * @return {@code [..., 3W]}
   */
  public NDArray queriesKeysValues(NDArray x) {
    return frozen != null
        ? frozen.queriesKeysValues().apply(x, ln1Weight, ln1Bias, qkvWeight, qkvBias)
        : linear(layerNorm(x, ln1Weight, ln1Bias, tower.epsilon()), qkvWeight, qkvBias).mul(scale);
  }

  /**
   * Finishes the block once its tokens have attended.
   *
   * @param x the block's input {@code [..., W]}
   * @param attended what the heads read, joined: {@code [..., W]}
   * @return the block's output {@code [..., W]}
   */
  public NDArray finish(NDArray x, NDArray attended) {
    if (frozen != null) {
      return frozen
          .finish()
          .apply(
              x,
              attended,
              outWeight,
              outBias,
              ln2Weight,
              ln2Bias,
              fcWeight,
              fcBias,
              projWeight,
              projBias);
    }
    NDArray y = x.add(linear(attended, outWeight, outBias));
    NDArray hidden = linear(layerNorm(y, ln2Weight, ln2Bias, tower.epsilon()), fcWeight, fcBias);
    return y.add(linear(activated(hidden), projWeight, projBias));
  }

  /**
   * The whole block over sequences that share nothing.
   *
   * @param x {@code [B, T, W]}
   * @param mask added to the attention scores, {@code [T, T]}; null for full attention
   */
  public NDArray forward(NDArray x, NDArray mask) {
    NDList qkv = queriesKeysValues(x).split(3, 2);
    long width = x.getShape().get(2);
    Shape headed = x.getShape().slice(0, 2).add(tower.heads(), width / tower.heads());
    NDArray q = qkv.get(0).reshape(headed).transpose(0, 2, 1, 3);
    NDArray k = qkv.get(1).reshape(headed).transpose(0, 2, 3, 1);
    NDArray v = qkv.get(2).reshape(headed).transpose(0, 2, 1, 3);
    NDArray scores = q.matMul(k);
    if (mask != null) {
      scores = scores.add(mask);
    }
    NDArray read = scores.softmax(-1).matMul(v).transpose(0, 2, 1, 3).reshape(x.getShape());
    return finish(x, read);
  }

  private NDArray activated(NDArray x) {
    return tower.activation() == Activation.GELU
        ? x.getNDArrayInternal().gelu()
        : x.mul(ai.djl.nn.Activation.sigmoid(x.mul(geluFactor)));
  }

  static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
    return x.getNDArrayInternal()
        .layerNorm(x, weight.getShape(), weight, bias, (float) epsilon)
        .singletonOrThrow();
  }

  static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
  }
}
