package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;

/**
 * The part of every class's prompt behind the shared prefix, packed: N rows, of which the first are
 * the prefix's.
 *
 * @param packing where each class stands
 * @param embedded token embeddings with their positions, {@code [N - P, W]}: all rows but the
 *     prefix's; a row of a context vector has its position alone, an empty row zeros
 * @param shared how many of the context vectors stand in the prefix
 * @param placement 1 where a context vector behind those stands, {@code [N - P, L - shared]} for
 *     vectors of all classes, {@code [C, S, L - shared]} of each class's own, S the longest suffix;
 *     null where all stand in the prefix
 * @param padded for vectors of each class's own: which of the {@code C x S} each row is, {@code [1,
 *     N - P, 1]}; null otherwise
 */
record ClassSuffixes(
    PromptPacking packing, NDArray embedded, int shared, NDArray placement, NDArray padded) {

  /**
   * Embeds suffixes.
   *
   * @param manager keeps the arrays
   * @param ctxLen L
   * @param classSpecific whether every class has context vectors of its own
   */
  static ClassSuffixes of(
      NDManager manager, TextEncoder text, PromptLayout layout, int ctxLen, boolean classSpecific) {
    int prefix = 1 + layout.shared();
    PromptPacking packing = PromptPacking.of(prefix, layout.symbols(classSpecific), text.width());
    int rows = packing.size() - prefix;
    long[] ids = new long[rows];
    long[] positions = new long[rows];
    float[] isToken = new float[rows];
    float[] isRow = new float[rows];
    for (int c = 0; c < packing.classes(); c++) {
      PromptLayout.Suffix suffix = layout.suffixes().get(c);
      for (int s = 0; s < suffix.length(); s++) {
        int row = packing.suffixes().get(c).get(s) - prefix;
        ids[row] = suffix.ids()[s];
        positions[row] = prefix + s;
        isToken[row] = suffix.contexts()[s] < 0 ? 1 : 0;
        isRow[row] = 1;
      }
    }
    NDArray embedded;
    try (NDManager scratch = manager.newSubManager()) {
      NDArray tokens =
          text.embed(OwnedArrays.longs(scratch, ids, rows))
              .mul(OwnedArrays.floats(scratch, isToken, rows, 1));
      NDArray at =
          text.positions(OwnedArrays.longs(scratch, positions, rows))
              .mul(OwnedArrays.floats(scratch, isRow, rows, 1));
      embedded = tokens.add(at);
      embedded.attach(manager);
    }
    if (layout.shared() == ctxLen) {
      return new ClassSuffixes(packing, embedded, ctxLen, null, null);
    }
    return classSpecific
        ? new ClassSuffixes(
            packing,
            embedded,
            layout.shared(),
            ofEachClass(manager, packing, layout, ctxLen),
            padded(manager, packing, layout))
        : new ClassSuffixes(
            packing,
            embedded,
            layout.shared(),
            ofAllClasses(manager, packing, layout, ctxLen),
            null);
  }

  private static NDArray ofAllClasses(
      NDManager manager, PromptPacking packing, PromptLayout layout, int ctxLen) {
    int rows = packing.size() - packing.prefix();
    int placed = ctxLen - layout.shared();
    float[] placement = new float[rows * placed];
    for (int c = 0; c < packing.classes(); c++) {
      int[] contexts = layout.suffixes().get(c).contexts();
      for (int s = 0; s < contexts.length; s++) {
        if (contexts[s] >= 0) {
          int row = packing.suffixes().get(c).get(s) - packing.prefix();
          placement[row * placed + contexts[s] - layout.shared()] = 1;
        }
      }
    }
    return OwnedArrays.floats(manager, placement, rows, placed);
  }

  private static NDArray ofEachClass(
      NDManager manager, PromptPacking packing, PromptLayout layout, int ctxLen) {
    int longest = layout.longest();
    int placed = ctxLen - layout.shared();
    float[] placement = new float[packing.classes() * longest * placed];
    for (int c = 0; c < packing.classes(); c++) {
      int[] contexts = layout.suffixes().get(c).contexts();
      for (int s = 0; s < contexts.length; s++) {
        if (contexts[s] >= 0) {
          placement[(c * longest + s) * placed + contexts[s] - layout.shared()] = 1;
        }
      }
    }
    return OwnedArrays.floats(manager, placement, packing.classes(), longest, placed);
  }

  private static NDArray padded(NDManager manager, PromptPacking packing, PromptLayout layout) {
    // An empty row takes what class 0 has there: no other row ever looks at it.
    long[] padded = new long[packing.size() - packing.prefix()];
    for (int c = 0; c < packing.classes(); c++) {
      for (int s = 0; s < packing.suffixes().get(c).size(); s++) {
        padded[packing.suffixes().get(c).get(s) - packing.prefix()] =
            (long) c * layout.longest() + s;
      }
    }
    return OwnedArrays.longs(manager, padded, 1, padded.length, 1);
  }

  /** C. */
  int classes() {
    return packing.classes();
  }

  /**
   * Context vectors where they stand among the suffixes' rows, zero elsewhere. A product with zeros
   * and ones, so the vectors arrive to the bit and so do their gradients.
   *
   * @param contexts {@code [G, V, L, W]}, V = 1 for vectors of all classes, C for each class its
   *     own
   * @return {@code [G, N - P, W]} in the manager of {@code contexts}; null where all stand in the
   *     prefix
   */
  NDArray place(NDArray contexts) {
    if (placement == null) {
      return null;
    }
    NDArray where = Rows.view(contexts.getManager(), placement);
    NDArray rest = contexts.get(new NDIndex(":, :, " + shared + ":"));
    if (padded == null) {
      return where.matMul(rest.squeeze(1));
    }
    long groups = contexts.getShape().get(0);
    long width = contexts.getShape().get(3);
    NDArray index = Rows.view(contexts.getManager(), padded);
    Shape all = new Shape(groups, index.size(), width);
    return where.matMul(rest).reshape(groups, -1, width).gather(index.broadcast(all), 1);
  }
}
