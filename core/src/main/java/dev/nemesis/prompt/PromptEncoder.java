package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.clip.TransformerBlock;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Piece;
import dev.nemesis.tensor.Rows;
import java.util.List;

/**
 * The one primitive: G different prefixes times C class suffixes.
 *
 * <p>CLIP's text transformer is causal, so what stands before the class name has the same states
 * for every class: it is computed once per prefix and attended to by all C suffixes. Prefix and
 * suffixes are rows of one array, packed as {@link PromptPacking} says. In the last layer only the
 * end tokens' rows are computed, for nothing else is read; in the first, normalised suffixes and
 * their queries, keys and values are the same in every step and kept. The result equals encoding G
 * x C full sequences.
 *
 * <p>An encoder belongs to one set of suffixes and one prefix length; masks and positions are made
 * once. Close it to free them.
 */
final class PromptEncoder implements AutoCloseable {
  private static final long HIDDEN_WIDTHS = 4L; // CLIP's hidden layers are four times as wide
  private final NDManager manager;
  private final TextEncoder text;
  private final PromptPacking packing;
  private final NDArray prefixPositions; // [P, W]
  private final NDArray suffixes; // [1, N - P, W], with positions
  private final NDList first; // what the first block makes of them: three [1, N - P, h, d]
  private final NDArray mask; // [n, 1, r, keys]
  private final NDArray endRows; // [1, n x m, 1]: rows of the end tokens, m from every bin
  private final NDArray endMask; // [n, 1, m, keys]
  private final NDArray endPlaces; // [1, C, 1]: which of those is each class's
  private final int endsOfABin; // m
  private final long width;

  /**
   * Prepares for one set of classes.
   *
   * @param owner the encoder's arrays live in a sub-manager of this one
   * @param text the frozen text transformer
   * @param classes what follows the prefix
   */
  PromptEncoder(NDManager owner, TextEncoder text, ClassSuffixes classes) {
    this.manager = owner.newSubManager();
    this.text = text;
    packing = classes.packing();
    width = text.width();
    prefixPositions = text.positions(0, packing.prefix());
    prefixPositions.attach(manager);
    suffixes = classes.embedded().expandDims(0);
    suffixes.attach(manager);
    try (NDManager scratch = manager.newSubManager()) {
      first = text.blocks().get(0).queriesKeysValues(Rows.view(scratch, suffixes));
      first.attach(manager);
    }
    float[] all = packing.mask();
    mask = OwnedArrays.floats(manager, all, packing.bins(), 1, packing.rows(), packing.keys());
    int[][] ends = packing.ends();
    endsOfABin = ends[0].length;
    long[] rows = new long[packing.bins() * endsOfABin];
    long[] places = new long[packing.classes()];
    float[] seen = new float[rows.length * packing.keys()];
    for (int i = 0; i < rows.length; i++) {
      int label = ends[i / endsOfABin][i % endsOfABin];
      rows[i] = label < 0 ? (long) i / endsOfABin * packing.rows() : packing.eot(label);
      if (label >= 0) {
        places[label] = i;
      }
      System.arraycopy(
          all, (int) rows[i] * packing.keys(), seen, i * packing.keys(), packing.keys());
    }
    endRows = OwnedArrays.longs(manager, rows, 1, rows.length, 1);
    endMask = OwnedArrays.floats(manager, seen, packing.bins(), 1, endsOfABin, packing.keys());
    endPlaces = OwnedArrays.longs(manager, places, 1, places.length, 1);
  }

  /** Floats of the hidden layer, the widest array of a pass, for one prefix. */
  long hiddenFloats() {
    return packing.size() * HIDDEN_WIDTHS * width;
  }

  /**
   * Text features of every prefix with every class.
   *
   * @param prefixes token embeddings without positions, the start token first: {@code [G, P, W]}
   * @param inserted context vectors that stand among the suffixes' rows, zero elsewhere: {@code [G,
   *     N - P, W]}; null if there are none
   * @return text features, not normalised, {@code [G, C, E]}, in the manager of {@code prefixes}
   */
  NDArray encode(NDArray prefixes, NDArray inserted) {
    NDManager step = prefixes.getManager();
    long groups = prefixes.getShape().get(0);
    List<TransformerBlock> blocks = text.blocks();
    int last = blocks.size() - 1;
    NDArray prefix = prefixes.add(prefixPositions);
    NDArray rest = inserted == null ? ofAll(groups, suffixes, step) : inserted.add(suffixes);
    NDArray x = prefix.concat(rest, 1);
    for (int i = 0; i < last; i++) {
      TransformerBlock block = blocks.get(i);
      boolean kept = i == 0 && inserted == null; // the suffixes' queries, keys and values
      x =
          Piece.of(
              x,
              in -> {
                NDList qkv =
                    kept
                        ? withFirst(
                            block.queriesKeysValues(Rows.view(in.getManager(), prefix)), groups)
                        : block.queriesKeysValues(in);
                NDArray read = attend(qkv.get(0), packing.rows(), qkv.get(1), qkv.get(2), mask);
                return block.finish(in, read);
              });
    }
    return text.project(Piece.of(x, in -> ends(blocks.get(last), in)));
  }

  /** The last block, for the end tokens alone: {@code [G, N, W] -> [G, C, W]}. */
  private NDArray ends(TransformerBlock block, NDArray x) {
    NDManager step = x.getManager();
    NDList qkv = block.queriesKeysValues(x);
    NDArray queries = qkv.get(0);
    Shape shape = queries.getShape();
    NDArray rows = Rows.view(step, endRows);
    NDArray ends = rowsOf(queries.reshape(x.getShape()), rows);
    NDArray read =
        attend(
            ends.reshape(shape.get(0), rows.size(), shape.get(2), shape.get(3)),
            endsOfABin,
            qkv.get(1),
            qkv.get(2),
            endMask);
    NDArray places = Rows.view(step, endPlaces);
    return block.finish(rowsOf(rowsOf(x, rows), places), rowsOf(read, places));
  }

  /**
   * Attention of some rows of each bin, as many of each.
   *
   * @param queries {@code [G, n x q, h, d]}
   * @param each q
   * @param keys {@code [G, N, h, d]}
   * @param values {@code [G, N, h, d]}
   * @param seen {@code [n, 1, q, keys]}
   * @return {@code [G, n x q, W]}
   */
  private NDArray attend(NDArray queries, long each, NDArray keys, NDArray values, NDArray seen) {
    Shape shape = queries.getShape();
    long groups = shape.get(0);
    NDArray q =
        queries
            .reshape(groups, packing.bins(), each, shape.get(2), shape.get(3))
            .transpose(0, 1, 3, 2, 4);
    NDArray k = withPrefix(keys).transpose(0, 1, 3, 4, 2); // [G, n, h, d, keys]
    NDArray v = withPrefix(values).transpose(0, 1, 3, 2, 4); // [G, n, h, keys, d]
    return q.matMul(k)
        .add(seen)
        .softmax(-1)
        .matMul(v)
        .transpose(0, 1, 3, 2, 4)
        .reshape(groups, packing.bins() * each, width);
  }

  /** Each bin's rows, behind the prefix's where there are several bins. */
  private NDArray withPrefix(NDArray x) {
    Shape shape = x.getShape();
    NDArray own =
        x.reshape(shape.get(0), packing.bins(), packing.rows(), shape.get(2), shape.get(3));
    if (packing.bins() == 1) {
      return own;
    }
    NDArray prefix = x.get(new NDIndex(":, :" + packing.prefix())).expandDims(1);
    Shape all =
        new Shape(shape.get(0), packing.bins(), packing.prefix(), shape.get(2), shape.get(3));
    return prefix.broadcast(all).concat(own, 2);
  }

  /** The prefix's queries, keys and values, and behind them the suffixes', which never change. */
  private NDList withFirst(NDList ofPrefix, long groups) {
    NDManager step = ofPrefix.get(0).getManager();
    NDList all = new NDList();
    for (int i = 0; i < ofPrefix.size(); i++) {
      all.add(ofPrefix.get(i).concat(ofAll(groups, first.get(i), step), 1));
    }
    return all;
  }

  private static NDArray ofAll(long groups, NDArray one, NDManager step) {
    Shape shape = one.getShape();
    return Rows.view(step, one).broadcast(new Shape(groups).addAll(shape.slice(1)));
  }

  /**
   * Some rows of each group.
   *
   * @param x {@code [G, N, W]}
   * @param rows {@code [1, q, 1]}
   * @return {@code [G, q, W]}
   */
  private NDArray rowsOf(NDArray x, NDArray rows) {
    return x.gather(rows.broadcast(x.getShape().get(0), rows.size(), width), 1);
  }

  @Override
  public void close() {
    manager.close();
  }
}
