package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows the shared prefix of a prompt, for every class, padded to the longest. Padding
 * stands after the end token, where a causal transformer's end token never looks.
 *
 * @param embedded token embeddings without positions {@code [C, S, W]}; zero where a context vector
 *     stands
 * @param eot position of the end token in each suffix {@code [C]}, int64
 * @param lengths tokens of each suffix, the end token included
 * @param shared how many of the context vectors stand in the prefix
 * @param placement 1 where a context vector behind those stands, {@code [C, S, L - shared]}; null
 *     where all stand in the prefix
 */
public record ClassSuffixes(
    NDArray embedded, NDArray eot, List<Integer> lengths, int shared, NDArray placement) {
  public ClassSuffixes {
    lengths = List.copyOf(lengths);
  }

  /**
   * Embeds suffixes.
   *
   * @param manager keeps the arrays
   * @param ctxLen L
   */
  public static ClassSuffixes of(
      NDManager manager, TextEncoder text, PromptLayout layout, int ctxLen) {
    int classes = layout.suffixes().size();
    int length = layout.longest();
    int placed = ctxLen - layout.shared();
    long[] ids = new long[classes * length];
    float[] isToken = new float[classes * length];
    float[] placement = new float[classes * length * placed];
    long[] eot = new long[classes];
    List<Integer> lengths = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      PromptLayout.Suffix suffix = layout.suffixes().get(c);
      for (int s = 0; s < suffix.length(); s++) {
        int at = c * length + s;
        if (suffix.contexts()[s] < 0) {
          ids[at] = suffix.ids()[s];
          isToken[at] = 1;
        } else {
          placement[at * placed + suffix.contexts()[s] - layout.shared()] = 1;
        }
      }
      eot[c] = suffix.length() - 1;
      lengths.add(suffix.length());
    }
    NDArray embedded;
    try (NDManager scratch = manager.newSubManager()) {
      embedded =
          text.embed(OwnedArrays.longs(scratch, ids, classes, length))
              .mul(OwnedArrays.floats(scratch, isToken, classes, length, 1));
      embedded.attach(manager);
    }
    return new ClassSuffixes(
        embedded,
        OwnedArrays.longs(manager, eot, classes),
        lengths,
        layout.shared(),
        placed == 0 ? null : OwnedArrays.floats(manager, placement, classes, length, placed));
  }

  /** C. */
  public int classes() {
    return lengths.size();
  }

  /**
   * Context vectors where they stand among the suffixes' tokens, zero elsewhere. A product with
   * zeros and ones, so the vectors arrive to the bit and so do their gradients.
   *
   * @param contexts {@code [G, V, L, W]}, V = 1 for vectors of all classes, C for each class its
   *     own
   * @return {@code [G, C, S, W]} in the manager of {@code contexts}; null where all stand in the
   *     prefix
   */
  public NDArray place(NDArray contexts) {
    if (placement == null) {
      return null;
    }
    Shape table = placement.getShape();
    long groups = contexts.getShape().get(0);
    long sets = contexts.getShape().get(1);
    NDArray where = Rows.view(contexts.getManager(), placement);
    NDArray rest = contexts.get(new NDIndex(":, :, " + shared + ":"));
    if (sets == 1) {
      where = where.reshape(table.get(0) * table.get(1), table.get(2));
      rest = rest.squeeze(1);
    }
    return where.matMul(rest).reshape(groups, table.get(0), table.get(1), -1);
  }
}
