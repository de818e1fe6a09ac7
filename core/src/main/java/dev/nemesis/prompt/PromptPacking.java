package dev.nemesis.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the tokens of all classes' prompts stand in a pass of the text transformer: in {@code n}
 * bins of {@code r} rows, the shared prefix first of all in bin 0, then each class's suffix, whole,
 * in one of the bins. Classes whose suffixes begin alike share those rows within a bin. A row
 * attends to the prefix and to the earlier rows of its own suffix, whichever bin it is in; so all
 * linear layers run over one array {@code [G, n x r, W]} that holds hardly a row too many, and
 * attention costs {@code r + P} keys a row, however many classes there are.
 *
 * @param prefix P, tokens of the shared prefix, the start token included
 * @param bins n
 * @param rows r, of each bin
 * @param suffixes the row of each token of each class's suffix among all {@code n x r}, the end
 *     token last {@code [C][S]}
 */
record PromptPacking(int prefix, int bins, int rows, List<List<Integer>> suffixes) {
  /** Rows of a bin are no fewer: a product of many tiny matrices is slow for its size. */
  private static final int LEAST_ROWS = 24;

  /**
   * The most tokens that are always put in one bin: for so few, the overhead of several bins is
   * more than the multiplications they save.
   */
  private static final int ONE_BIN = 160;

  PromptPacking {
    suffixes = suffixes.stream().map(List::copyOf).toList();
  }

  /**
   * Packs suffixes behind a prefix, in as many bins as cost the fewest multiplications: with few
   * bins attention has many keys, with many bins more rows stay empty or stand there twice.
   *
   * @param prefix P
   * @param suffixes what stands where, a number each: rows are shared as long as these are the same
   *     {@code [C][S]}
   * @param width W
   */
  static PromptPacking of(int prefix, List<int[]> suffixes, long width) {
    SuffixTree tree = SuffixTree.of(suffixes);
    int tokens = prefix + tree.size();
    PromptPacking best = inBins(1, prefix, tree);
    int most = tokens <= ONE_BIN ? 1 : tokens / LEAST_ROWS;
    for (int bins = 2; bins <= most; bins++) {
      PromptPacking packing = inBins(bins, prefix, tree);
      if (packing.multiplications(width) < best.multiplications(width)) {
        best = packing;
      }
    }
    return best;
  }

  private static PromptPacking inBins(int bins, int prefix, SuffixTree tree) {
    int longest = tree.paths().stream().mapToInt(List::size).max().orElse(0);
    int rows = Math.max(Math.max(prefix, longest), (prefix + tree.size() + bins - 1) / bins);
    SuffixBins filled = SuffixBins.fill(bins, rows, prefix, tree);
    while (filled == null) {
      rows++;
      filled = SuffixBins.fill(bins, rows, prefix, tree);
    }
    return new PromptPacking(prefix, bins, rows, filled.suffixes());
  }

  /**
   * The multiplications of a layer, divided by W: 12 W for a row in the linear maps, 2 for a key in
   * attention.
   */
  private long multiplications(long width) {
    return size() * (12 * width + 2L * keys());
  }

  /** C. */
  int classes() {
    return suffixes.size();
  }

  /** All rows, n x r: the prefix, every suffix, and what is left empty. */
  int size() {
    return bins * rows;
  }

  /** The row of a class's end token among all. */
  int eot(int label) {
    List<Integer> suffix = suffixes.get(label);
    return suffix.get(suffix.size() - 1);
  }

  /** The bin a class stands in. */
  int bin(int label) {
    return eot(label) / rows;
  }

  /**
   * Keys a row is compared with: the rows of its own bin, and where there are several bins the
   * prefix before them, again.
   */
  int keys() {
    return bins == 1 ? rows : prefix + rows;
  }

  /**
   * The attention mask: 0 where a row may see a key, elsewhere minus infinity.
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
    for (List<Integer> suffix : suffixes) {
      for (int s = 0; s < suffix.size(); s++) {
        for (int earlier : suffix.subList(0, s + 1)) {
          mask[suffix.get(s) * keys() + own + earlier % rows] = 0;
        }
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
