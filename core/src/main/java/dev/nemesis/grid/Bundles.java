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

  /** What the cells of a bundle have in common. */
  private record Key(
      String backbone,
      String dataset,
      Method method,
      PromptSpec prompt,
      OptimizerSpec optimizer,
      int shots,
      int views,
      List<String> targets) {
    static Key of(Cell cell) {
      return new Key(
          cell.backbone(),
          cell.dataset(),
          cell.method(),
          cell.prompt(),
          cell.optimizer(),
          cell.shots(),
          cell.views(),
          cell.targets());
    }
  }

  /**
   * Groups cells that can be trained together, at most {@code sizes} in a bundle and as evenly as
   * possible (13 + 13 + 13, not 16 + 16 + 7). The longest come first, so that no long one is left
   * for the end; among those within a factor of two those of one dataset stand together, so that
   * its features are still in memory.
   *
   * @param sizes the most cells like a given one in a bundle, at least 1
   */
  public static List<Bundle> of(List<Attempt> attempts, ToIntFunction<Cell> sizes) {
    Map<Key, List<Attempt>> groups = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      groups.computeIfAbsent(Key.of(attempt.cell()), key -> new ArrayList<>()).add(attempt);
    }
    List<Bundle> bundles = new ArrayList<>();
    for (List<Attempt> group : groups.values()) {
      int maxSize = sizes.applyAsInt(group.get(0).cell());
      if (maxSize < 1) {
        throw new IllegalArgumentException("Cannot bundle " + maxSize + " cells, give 1 or more");
      }
      int parts = (group.size() + maxSize - 1) / maxSize;
      for (int i = 0; i < parts; i++) {
        List<Attempt> part =
            group.subList(group.size() * i / parts, group.size() * (i + 1) / parts);
        bundles.add(new Bundle(name(part.get(0).cell()) + "-" + (i + 1) + "of" + parts, part));
      }
    }
    bundles.sort(
        Comparator.comparingInt(Bundles::magnitude)
            .reversed()
            .thenComparing(bundle -> bundle.shared().dataset())
            .thenComparing(Comparator.comparingDouble(Bundles::work).reversed()));
    return List.copyOf(bundles);
  }

  private static String name(Cell cell) {
    return cell.method() == Method.ZEROSHOT
        ? cell.dataset() + "-zeroshot"
        : cell.dataset() + "-" + cell.shots() + "shot-" + CellId.word(cell.method());
  }

  /** Parts of one group differ by what losses are in them; that must not part them. */
  private static int magnitude(Bundle bundle) {
    return Math.getExponent(work(bundle));
  }

  /**
   * How long a bundle takes, in units that only serve to compare: a step is a forward and a
   * backward pass (about two forward ones), and PAN adds a forward pass per position it tries. Each
   * is of all prompts: PLOT's few, or one for each image of the batch in CoCoOp.
   */
  private static double work(Bundle bundle) {
    Cell shared = bundle.shared();
    if (shared.optimizer() == null) {
      return 0;
    }
    double passes = 0;
    for (Cell cell : bundle.cells()) {
      passes += 3 + (cell.loss().usesPan() ? cell.loss().positions() : 0);
    }
    int batchSize = shared.optimizer().batchSize();
    int prompts = shared.method() == Method.COCOOP ? batchSize : shared.prompt().prompts();
    double steps = (double) shared.optimizer().epochs() * shared.shots() / batchSize;
    return passes * prompts * steps;
  }
}
