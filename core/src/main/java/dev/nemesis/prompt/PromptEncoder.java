package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.clip.TransformerBlock;
import dev.nemesis.tensor.ArrayScope;
import dev.nemesis.tensor.OwnedArrays;
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
  private final NDArray first; // what the first block makes of them: [1, N - P, 3W]
  private final NDArray mask; // [n, h, r, keys]
  private final NDArray endRows; // [1, n x m, 1]: rows of the end tokens, m from every bin
  private final NDArray endMask; // [n, h, m, keys]
  private final NDArray endPlaces; // [1, C, 1]: which of those is each class's
  private final NDArray endTokens; // [1, C, 1]: each class's row
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
    mask = ofHeads(all, packing.rows());
    int[][] ends = packing.ends();
    int endsOfABin = ends[0].length;
    long[] rows = new long[packing.bins() * endsOfABin];
    long[] places = new long[packing.classes()];
    long[] tokens = new long[packing.classes()];
    float[] seen = new float[rows.length * packing.keys()];
    for (int i = 0; i < rows.length; i++) {
      int label = ends[i / endsOfABin][i % endsOfABin];
      rows[i] = label < 0 ? (long) i / endsOfABin * packing.rows() : packing.eot(label);
      if (label >= 0) {
        places[label] = i;
        tokens[label] = rows[i];
      }
      System.arraycopy(
          all, (int) rows[i] * packing.keys(), seen, i * packing.keys(), packing.keys());
    }
    endRows = OwnedArrays.longs(manager, rows, 1, rows.length, 1);
    endMask = ofHeads(seen, endsOfABin);
    endPlaces = OwnedArrays.longs(manager, places, 1, places.length, 1);
    endTokens = OwnedArrays.longs(manager, tokens, 1, tokens.length, 1);
  }

  /** A mask of every bin, {@code [n, h, rows, keys]}, the same for all heads. */
  private NDArray ofHeads(float[] values, int rows) {
    NDArray one = OwnedArrays.floats(manager, values, packing.bins(), 1, rows, packing.keys());
    int heads = text.blocks().get(0).heads();
    return one.broadcast(packing.bins(), heads, rows, packing.keys());
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
          ArrayScope.of(
              x,
              in -> {
                NDArray qkv =
                    kept
                        ? block
                            .queriesKeysValues(Rows.view(in.getManager(), prefix))
                            .concat(ofAll(groups, first, in.getManager()), 1)
                        : block.queriesKeysValues(in);
                return block.finish(in, PackedAttention.read(qkv, qkv, mask));
              });
    }
    return text.project(ArrayScope.of(x, in -> ends(blocks.get(last), in)));
  }

  /** The last block, for the end tokens alone: {@code [G, N, W] -> [G, C, W]}. */
  private NDArray ends(TransformerBlock block, NDArray x) {
    NDManager step = x.getManager();
    NDArray qkv = block.queriesKeysValues(x);
    NDArray queries = rowsOf(qkv.split(3, 2).get(0), Rows.view(step, endRows));
    NDArray read = PackedAttention.read(queries, qkv, endMask);
    return block.finish(
        rowsOf(x, Rows.view(step, endTokens)), rowsOf(read, Rows.view(step, endPlaces)));
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
