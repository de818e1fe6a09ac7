package dev.nemesis.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the tokens of all classes' prompts stand in a pass of the text transformer: in {@code n}
 * bins of {@code r} rows, the shared prefix first of all in bin 0, then each class's suffix, whole,
 * in one of the bins. A row attends to the prefix and to its own class's earlier rows, whichever
 * bin it is in; so all linear layers run over one array {@code [G, n x r, W]} that holds hardly a
 * row too many, and attention costs {@code r + P} keys a row, however many classes there are.
 *
 * @param prefix P, tokens of the shared prefix, the start token included
 * @param lengths tokens of each class's suffix, the end token last {@code [C]}
 * @param bins n
 * @param rows r, of each bin
 * @param starts the first row of each suffix among all {@code n x r} {@code [C]}
 */
record PromptPacking(int prefix, List<Integer> lengths, int bins, int rows, List<Integer> starts) {
  /** Rows of a bin are no fewer: a product of many tiny matrices is slow for its size. */
  private static final int LEAST_ROWS = 24;

  PromptPacking {
    lengths = List.copyOf(lengths);
    starts = List.copyOf(starts);
  }

  /**
   * Packs suffixes behind a prefix, in as many bins as cost the fewest multiplications: with few
   * bins attention has many keys, with many bins more rows stay empty.
   *
   * @param prefix P
   * @param lengths {@code [C]}
   * @param width W
   */
  static PromptPacking of(int prefix, List<Integer> lengths, long width) {
    int tokens = prefix + lengths.stream().mapToInt(Integer::intValue).sum();
    PromptPacking best = inBins(1, prefix, lengths, tokens);
    for (int bins = 2; bins <= tokens / LEAST_ROWS; bins++) {
      PromptPacking packing = inBins(bins, prefix, lengths, tokens);
      if (packing.multiplications(width) < best.multiplications(width)) {
        best = packing;
      }
    }
    return best;
  }

  private static PromptPacking inBins(int bins, int prefix, List<Integer> lengths, int tokens) {
    int longest = Math.max(prefix, lengths.stream().mapToInt(Integer::intValue).max().orElse(0));
    int rows = Math.max(longest, (tokens + bins - 1) / bins);
    int[] starts = fill(prefix, lengths, bins, rows);
    while (starts == null) {
      rows++;
      starts = fill(prefix, lengths, bins, rows);
    }
    return new PromptPacking(prefix, lengths, bins, rows, Arrays.stream(starts).boxed().toList());
  }

  /** Of a layer: 12 W of a row in the linear maps, 2 of a key in attention, times W. */
  private long multiplications(long width) {
    return size() * (12 * width + 2L * keys());
  }

  /** First fit, longest first; null if they do not fit. */
  private static int[] fill(int prefix, List<Integer> lengths, int bins, int rows) {
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < lengths.size(); c++) {
      order.add(c);
    }
    order.sort((a, b) -> lengths.get(b) - lengths.get(a)); // stable: label order among equals
    int[] used = new int[bins];
    used[0] = prefix;
    int[] starts = new int[lengths.size()];
    for (int c : order) {
      int bin = 0;
      while (bin < bins && used[bin] + lengths.get(c) > rows) {
        bin++;
      }
      if (bin == bins) {
        return null;
      }
      starts[c] = bin * rows + used[bin];
      used[bin] += lengths.get(c);
    }
    return starts;
  }

  /** C. */
  int classes() {
    return lengths.size();
  }

  /** All rows, n x r: the prefix, every suffix, and what is left empty. */
  int size() {
    return bins * rows;
  }

  /** The row of a class's end token among all. */
  int eot(int label) {
    return starts.get(label) + lengths.get(label) - 1;
  }

  /** The bin a class stands in. */
  int bin(int label) {
    return starts.get(label) / rows;
  }

  /**
   * Keys a row is compared with: the rows of its own bin, and where there are several bins the
   * prefix before them, again.
   */
  int keys() {
    return bins == 1 ? rows : prefix + rows;
  }

  /**
   * What each row may see: 0, elsewhere minus infinity.
   *
   * @return {@code [n, 1, r, keys]}, row-major
   */
  float[] mask() {
    int own = keys() - rows; // where the bin's own rows begin among the keys
    float[] mask = new float[size() * keys()];
    Arrays.fill(mask, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < size(); row++) {
      // Rows left empty see it too: a softmax over nothing would be NaN.
      Arrays.fill(mask, row * keys(), row * keys() + prefix, 0);
    }
    for (int row = 0; row < prefix; row++) {
      Arrays.fill(mask, row * keys() + row + 1, row * keys() + prefix, Float.NEGATIVE_INFINITY);
    }
    for (int c = 0; c < classes(); c++) {
      for (int s = 0; s < lengths.get(c); s++) {
        int row = starts.get(c) + s;
        int first = row * keys() + own + starts.get(c) % rows;
        Arrays.fill(mask, first, first + s + 1, 0);
      }
    }
    return mask;
  }

  /**
   * The end tokens as an equal number of rows from every bin.
   *
   * @return of each of {@code [n, m]} places the label of the class; -1 where a bin has fewer
   */
  int[][] ends() {
    List<List<Integer>> perBin = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      perBin.add(new ArrayList<>());
    }
    for (int c = 0; c < classes(); c++) {
      perBin.get(bin(c)).add(c);
    }
    int most = perBin.stream().mapToInt(List::size).max().orElse(0);
    int[][] ends = new int[bins][most];
    for (int b = 0; b < bins; b++) {
      Arrays.fill(ends[b], -1);
      for (int i = 0; i < perBin.get(b).size(); i++) {
        ends[b][i] = perBin.get(b).get(i);
      }
    }
    return ends;
  }
}
