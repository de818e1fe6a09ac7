package dev.nemesis.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Groups cells into bundles and puts the bundles in the order in which they should start. */
public final class Bundles {
  private Bundles() {}

  /** Some of them may have to be fewer in a bundle than others. */
  private record Sized(BundleShape shape, int most) {}

  /**
   * Groups cells that can be trained together, at most {@code sizes} in a bundle and as evenly as
   * possible (13 + 13 + 13, not 16 + 16 + 7). The longest come first, so that no long one is left
   * for the end; among those within a factor of two those of one dataset stand together, so that
   * its features are still in memory.
   *
   * @param sizes the most cells like a given one in a bundle, at least 1
   */
  public static List<Bundle> of(List<Attempt> attempts, ToIntFunction<Cell> sizes) {
    Map<Sized, List<Attempt>> groups = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      Sized key = new Sized(BundleShape.of(attempt.cell()), sizes.applyAsInt(attempt.cell()));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(attempt);
    }
    List<Bundle> bundles = new ArrayList<>();
    for (Map.Entry<Sized, List<Attempt>> entry : groups.entrySet()) {
      List<Attempt> group = entry.getValue();
      int maxSize = entry.getKey().most();
      if (maxSize < 1) {
        throw new IllegalArgumentException("Cannot bundle " + maxSize + " cells, give 1 or more");
      }
      int parts = (group.size() + maxSize - 1) / maxSize;
      for (int i = 0; i < parts; i++) {
        List<Attempt> part =
            group.subList(group.size() * i / parts, group.size() * (i + 1) / parts);
        bundles.add(Bundle.of(part));
      }
    }
    return inOrder(bundles);
  }

  /** Bundles in the order in which they should start. */
  public static List<Bundle> inOrder(List<Bundle> bundles) {
    return bundles.stream()
        .sorted(
            Comparator.comparingInt(Bundles::magnitude)
                .reversed()
                .thenComparing(bundle -> bundle.shared().dataset())
                .thenComparing(Comparator.comparingDouble(Bundles::total).reversed()))
        .toList();
  }

  /** Parts of one group differ by what losses are in them; that must not part them. */
  private static int magnitude(Bundle bundle) {
    return Math.getExponent(total(bundle));
  }

  private static double total(Bundle bundle) {
    return bundle.cells().stream().mapToDouble(Bundles::work).sum();
  }

  /**
   * How long a cell takes, in units that only serve to compare: a step is a forward and a backward
   * pass (about two forward ones), and PAN adds a forward pass per position it tries. Each is of
   * all prompts: PLOT's few, or one for each image of the batch in CoCoOp.
   */
  public static double work(Cell cell) {
    if (cell.optimizer() == null) {
      return 0;
    }
    double passes = 3 + (cell.loss().usesPan() ? cell.loss().positions() : 0);
    double steps = (double) cell.optimizer().epochs() * cell.shots() / cell.optimizer().batchSize();
    return passes * cell.method().declared().promptsPerStep(cell) * steps;
  }
}
