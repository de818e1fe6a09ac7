package dev.nemesis.prompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bins of rows that are filled with suffixes; those that begin alike share rows within a bin. */
final class SuffixBins {
  private final int rows;
  private final int[] used; // rows of each bin
  private final Map<SuffixTree.Node, List<Integer>> places = new HashMap<>(); // rows it stands in
  private final List<List<Integer>> suffixes;

  private SuffixBins(int bins, int rows, int prefix, int classes) {
    this.rows = rows;
    used = new int[bins];
    used[0] = prefix;
    suffixes = new ArrayList<>(Collections.nCopies(classes, List.of()));
  }

  /**
   * Fills bins, each suffix where most of it stands already, else in the first bin with room.
   *
   * @return null if they do not fit
   */
  static SuffixBins fill(int bins, int rows, int prefix, SuffixTree tree) {
    SuffixBins filled = new SuffixBins(bins, rows, prefix, tree.paths().size());
    for (int label : tree.order()) {
      if (!filled.add(label, tree.paths().get(label))) {
        return null;
      }
    }
    return filled;
  }

  /** The row of each token of each class's suffix among all bins' {@code [C][S]}. */
  List<List<Integer>> suffixes() {
    return suffixes;
  }

  /** Whether there was room. */
  private boolean add(int label, List<SuffixTree.Node> path) {
    for (int there = path.size(); there > 0; there--) {
      for (int row : places.getOrDefault(path.get(there - 1), List.of())) {
        if (used[row / rows] + path.size() - there <= rows) {
          put(label, path, row / rows);
          return true;
        }
      }
    }
    int bin = 0;
    while (bin < used.length && used[bin] + path.size() > rows) {
      bin++;
    }
    if (bin == used.length) {
      return false;
    }
    put(label, path, bin);
    return true;
  }

  private void put(int label, List<SuffixTree.Node> path, int bin) {
    List<Integer> suffix = new ArrayList<>();
    for (SuffixTree.Node node : path) {
      List<Integer> places = this.places.computeIfAbsent(node, n -> new ArrayList<>(1));
      suffix.add(
          places.stream()
              .filter(row -> row / rows == bin)
              .findFirst()
              .orElseGet(
                  () -> {
                    places.add(bin * rows + used[bin]++);
                    return places.get(places.size() - 1);
                  }));
    }
    suffixes.set(label, suffix);
  }
}
