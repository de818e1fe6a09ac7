package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.tensor.ArrayScope;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** CLIP's causal text transformer with its embeddings and projection, frozen. */
public final class TextEncoder {
  private final NDArray tokenEmbedding;
  private final NDArray positions;
  private final NDArray lnWeight;
  private final NDArray lnBias;
  private final NDArray projection;
  private final List<TransformerBlock> blocks;
  private final NDArray causalMask;
  private final double epsilon;

  /**
   * Builds the encoder over weights that stay as they are stored.
   *
   * @param weights of the whole model
   * @param config its configuration
   */
  public TextEncoder(Parameters weights, ClipConfig config) {
    this(weights, config, TransformerBlock::of);
  }

  /**
   * The encoder over weights that never change; its blocks take theirs for themselves, so no other
   * may be built over the same ones.
   */
  static TextEncoder frozen(Parameters weights, ClipConfig config) {
    return new TextEncoder(weights, config, TransformerBlock::frozen);
  }

  private TextEncoder(
      Parameters weights,
      ClipConfig config,
      BiFunction<Parameters, Tower, TransformerBlock> block) {
    tokenEmbedding = weights.get("token_embedding.weight");
    positions = weights.get("positional_embedding");
    lnWeight = weights.get("ln_final.weight");
    lnBias = weights.get("ln_final.bias");
    projection = weights.get("text_projection");
    blocks = new ArrayList<>();
    for (int i = 0; i < config.textLayers(); i++) {
      blocks.add(block.apply(weights.at("transformer").at("resblocks." + i), config.text()));
    }
    epsilon = config.text().epsilon();
    causalMask = causalMask(tokenEmbedding.getManager(), config.contextLength());
  }

  /** {@code [n, n]}: 0 where a token may look, minus infinity at later tokens. */
  public static NDArray causalMask(NDManager manager, int n) {
    float[] mask = new float[n * n];
    for (int row = 0; row < n; row++) {
      for (int column = row + 1; column < n; column++) {
        mask[row * n + column] = Float.NEGATIVE_INFINITY;
      }
    }
    return OwnedArrays.floats(manager, mask, n, n);
  }

  /**
   * Token embeddings without positions.
   *
   * @param tokens {@code [..., T]}, int64
   * @return {@code [..., T, W]} in the manager of {@code tokens}
   */
  public NDArray embed(NDArray tokens) {
    NDArray rows = Rows.select(tokenEmbedding, tokens.reshape(-1));
    return rows.reshape(tokens.getShape().add(width()));
  }

  /**
   * Encodes full sequences, each on its own: the plain path, as CLIP's {@code encode_text}.
   *
   * @param embedded token embeddings without positions {@code [B, T, W]}, T at most the context
   *     length
   * @param eot position of the end token in each sequence {@code [B]}, int64
   * @return text features, not normalised, {@code [B, E]}
   */
  public NDArray encode(NDArray embedded, NDArray eot) {
    long length = embedded.getShape().get(1);
    NDArray x = embedded.add(positions(0, length));
    NDArray mask = causalMask.get(new NDIndex("0:" + length + ", 0:" + length));
    for (TransformerBlock block : blocks) {
      x = ArrayScope.of(x, in -> block.forward(in, mask));
    }
    mask.close();
    return project(row(x, eot));
  }

  /**
   * Picks one token of each sequence.
   *
   * @param x {@code [B, T, W]}
   * @param index {@code [B]}, int64
   * @return {@code [B, W]}
   */
  private static NDArray row(NDArray x, NDArray index) {
    Shape shape = x.getShape();
    NDArray wide = index.reshape(-1, 1, 1).broadcast(shape.get(0), 1, shape.get(2));
    return x.gather(wide.toType(DataType.INT64, false), 1).reshape(shape.get(0), shape.get(2));
  }

  /**
   * Final norm and projection of end-token states.
   *
   * @param x {@code [..., W]}
   * @return {@code [..., E]}
   */
  public NDArray project(NDArray x) {
    return TransformerBlock.layerNorm(x, lnWeight, lnBias, epsilon).matMul(projection);
  }

  /** Positional embeddings {@code [to - from, W]}; the caller's to close. */
  public NDArray positions(long from, long to) {
    return positions.get(new NDIndex(from + ":" + to));
  }

  /**
   * Positional embeddings of some positions.
   *
   * @param at {@code [n]}, int64
   * @return {@code [n, W]} in the manager of {@code at}
   */
  public NDArray positions(NDArray at) {
    return Rows.select(positions, at);
  }

  /** The transformer's blocks in order. */
  public List<TransformerBlock> blocks() {
    return blocks;
  }

  /** W. */
  public long width() {
    return tokenEmbedding.getShape().get(1);
  }

  /** The longest sequence, in tokens. */
  public int contextLength() {
    return (int) positions.getShape().get(0);
  }
}
