package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.clip.TransformerBlock;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;

/**
 * The one primitive: G different prefixes times C class suffixes.
 *
 * <p>CLIP's text transformer is causal, so what stands before the class name has the same states
 * for every class: its keys and values are computed once per prefix and attended to by all C
 * suffixes. In the last layer only the end token's row is computed, for nothing else is read. The
 * result equals encoding G x C full sequences.
 *
 * <p>An encoder belongs to one set of suffixes and one prefix length; masks and positions are made
 * once. Close it to free them.
 */
public final class PromptEncoder implements AutoCloseable {
  private static final int HIDDEN_WIDTHS = 4; // CLIP's hidden layers are four times as wide
  private final NDManager manager;
  private final TextEncoder text;
  private final int prefixLength;
  private final NDArray prefixPositions;
  private final NDArray prefixMask;
  private final NDArray suffix;
  private final NDArray suffixMask;
  private final NDArray eotMask;
  private final NDArray eotIndex;
  private final long classes;
  private final long suffixLength;
  private final long width;

  /**
   * Prepares for one set of classes.
   *
   * @param owner the encoder's arrays live in a sub-manager of this one
   * @param text the frozen text transformer
   * @param suffixes of the classes
   * @param prefixLength P, tokens of every prefix, the start token included
   */
  public PromptEncoder(
      NDManager owner, TextEncoder text, ClassSuffixes suffixes, int prefixLength) {
    this.manager = owner.newSubManager();
    this.text = text;
    this.prefixLength = prefixLength;
    classes = suffixes.classes();
    suffixLength = suffixes.embedded().getShape().get(1);
    width = suffixes.embedded().getShape().get(2);
    prefixPositions = owned(text.positions(0, prefixLength));
    prefixMask = TextEncoder.causalMask(manager, prefixLength);
    suffixMask = TextEncoder.causalMask(manager, (int) suffixLength);
    try (NDArray positions = text.positions(prefixLength, prefixLength + suffixLength)) {
      suffix = owned(suffixes.embedded().add(positions).expandDims(0));
    }
    eotMask = eotMask(suffixes);
    eotIndex =
        owned(suffixes.eot().reshape(1, classes, 1, 1).broadcast(1, classes, 1, width).duplicate());
  }

  private NDArray owned(NDArray array) {
    array.attach(manager);
    return array;
  }

  /** {@code [C, 1, 1, S]}: the end token of each class sees its suffix up to itself. */
  private NDArray eotMask(ClassSuffixes suffixes) {
    float[] mask = new float[(int) (classes * suffixLength)];
    for (int c = 0; c < classes; c++) {
      for (int s = suffixes.lengths().get(c); s < suffixLength; s++) {
        mask[(int) (c * suffixLength) + s] = Float.NEGATIVE_INFINITY;
      }
    }
    return OwnedArrays.floats(manager, mask, classes, 1, 1, suffixLength);
  }

  /** Floats of the hidden layer, the widest array of a pass, for one prefix. */
  public long hiddenFloats() {
    return classes * suffixLength * HIDDEN_WIDTHS * width;
  }

  /** {@link #encode(NDArray, NDArray)} where all context vectors stand in the prefix. */
  public NDArray encode(NDArray prefixes) {
    return encode(prefixes, null);
  }

  /**
   * Text features of every prefix with every class.
   *
   * @param prefixes token embeddings without positions, the start token first: {@code [G, P, W]}
   * @param inserted context vectors that stand among the suffixes' tokens, zero elsewhere: {@code
   *     [G, C, S, W]}; null if there are none
   * @return text features, not normalised, {@code [G, C, E]}, in the manager of {@code prefixes}
   */
  public NDArray encode(NDArray prefixes, NDArray inserted) {
    long groups = prefixes.getShape().get(0);
    if (prefixes.getShape().get(1) != prefixLength) {
      throw new IllegalArgumentException(
          "Cannot encode prefixes of "
              + prefixes.getShape().get(1)
              + " tokens with an encoder made for "
              + prefixLength);
    }
    NDManager step = prefixes.getManager();
    NDArray prefix = prefixes.add(prefixPositions);
    NDArray tokens = inserted == null ? suffix : inserted.add(suffix);
    int last = text.blocks().size() - 1;
    for (int i = 0; i <= last; i++) {
      TransformerBlock block = text.blocks().get(i);
      NDList p = block.queriesKeysValues(prefix);
      NDArray keys = p.get(1).transpose(0, 2, 3, 1); // [G, h, d, P]
      NDArray values = p.get(2).transpose(0, 2, 1, 3); // [G, h, P, d]
      if (i < last) {
        NDArray queries = p.get(0).transpose(0, 2, 1, 3);
        NDArray read = queries.matMul(keys).add(prefixMask).softmax(-1).matMul(values);
        NDArray next = block.finish(prefix, read.transpose(0, 2, 1, 3).reshape(prefix.getShape()));
        tokens = suffixes(block, step, tokens, keys, values, groups, false);
        prefix = next;
      } else {
        tokens = suffixes(block, step, tokens, keys, values, groups, true);
      }
    }
    return text.project(tokens.reshape(groups, classes, width));
  }

  /**
   * One block over the suffixes, which attend to their prefix and to themselves.
   *
   * @param tokens {@code [G, C, S, W]}; {@code [1, C, S, W]} before the first block, where they may
   *     be the same for all
   * @param keys of the prefixes {@code [G, h, d, P]}
   * @param values of the prefixes {@code [G, h, P, d]}
   * @param last whether only the end tokens' rows are wanted
   * @return {@code [G, C, S, W]}, or {@code [G, C, 1, W]} for the last block
   */
  private NDArray suffixes(
      TransformerBlock block,
      NDManager step,
      NDArray tokens,
      NDArray keys,
      NDArray values,
      long groups,
      boolean last) {
    NDList own = inStep(step, block.queriesKeysValues(inStep(step, tokens)));
    NDArray queries = own.get(0);
    NDArray residual = tokens;
    NDArray mask = suffixMask;
    long rows = suffixLength;
    if (last) {
      queries = endRow(step, queries.reshape(queries.getShape().slice(0, 3).add(width)));
      queries =
          queries.reshape(queries.getShape().slice(0, 3).addAll(own.get(1).getShape().slice(3)));
      residual = endRow(step, inStep(step, tokens));
      mask = eotMask;
      rows = 1;
    }
    long heads = keys.getShape().get(1);
    long headWidth = keys.getShape().get(2);
    long shared =
        queries.getShape().get(0); // 1 where all prefixes still have the same suffix states
    NDArray q = queries.transpose(0, 1, 3, 2, 4); // [g, C, h, R, d]
    NDArray ownKeys = own.get(1).transpose(0, 1, 3, 4, 2); // [g, C, h, d, S]
    NDArray ownValues = own.get(2).transpose(0, 1, 3, 2, 4); // [g, C, h, S, d]
    NDArray ownScores = q.matMul(ownKeys).add(mask); // [g, C, h, R, S]

    NDArray byHead =
        queries.transpose(0, 3, 1, 2, 4).reshape(shared, heads, classes * rows, headWidth);
    NDArray prefixScores =
        byHead
            .matMul(keys)
            .reshape(groups, heads, classes, rows, prefixLength)
            .transpose(0, 2, 1, 3, 4); // [G, C, h, R, P]
    if (shared != groups) {
      ownScores = ownScores.broadcast(new Shape(groups, classes, heads, rows, suffixLength));
    }
    NDArray attention = prefixScores.concat(ownScores, 4).softmax(-1);
    NDArray toPrefix =
        attention
            .get(new NDIndex("..., :" + prefixLength))
            .transpose(0, 2, 1, 3, 4)
            .reshape(groups, heads, classes * rows, prefixLength);
    NDArray fromPrefix =
        toPrefix
            .matMul(values)
            .reshape(groups, heads, classes, rows, headWidth)
            .transpose(0, 2, 3, 1, 4)
            .reshape(groups, classes, rows, width);
    NDArray fromSelf =
        attention
            .get(new NDIndex("..., " + prefixLength + ":"))
            .matMul(ownValues)
            .transpose(0, 1, 3, 2, 4)
            .reshape(groups, classes, rows, width);
    NDArray read = fromPrefix.add(fromSelf);
    // Before the first block all prefixes share one residual; the addition inside broadcasts it.
    return block.finish(inStep(step, residual), read);
  }

  /**
   * The end token's row of each class.
   *
   * @param x {@code [g, C, S, W]}
   * @return {@code [g, C, 1, W]}
   */
  private NDArray endRow(NDManager step, NDArray x) {
    long g = x.getShape().get(0);
    return x.gather(inStep(step, eotIndex).broadcast(g, classes, 1, width), 2);
  }

  /** A view of a long-lived array whose results belong to the step, not to the encoder. */
  private static NDArray inStep(NDManager step, NDArray array) {
    if (array.getManager() == step) {
      return array;
    }
    return Rows.view(step, array);
  }

  private static NDList inStep(NDManager step, NDList arrays) {
    arrays.forEach(a -> a.attach(step));
    return arrays;
  }

  @Override
  public void close() {
    manager.close();
  }
}
