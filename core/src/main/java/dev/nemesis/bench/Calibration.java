package dev.nemesis.bench;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.StepCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The cost of steps on a machine, from its timings: what was not timed lies on straight lines
 * between what was, by the number of classes and by PAN's positions.
 *
 * <p>PUN and PAN together cost as much as PAN at its positions. With PLOT, the norm losses raise
 * the cost by the same factor as with CoOp. Each cell of a bundle costs as much as one alone times
 * a factor timed for CoOp: a share of its own and a share of what the bundle has once.
 */
public final class Calibration {
  private static final String OURS = "ours";
  private static final String REFERENCE = "reference";

  private final List<CostResult> benches;

  private Calibration(List<CostResult> benches) {
    this.benches = benches;
  }

  /**
   * The timings of one model.
   *
   * @param benches the earliest first; a later timing of the same step counts
   * @param model as {@link CostResult#model} has it
   * @return empty where that model was not timed
   */
  public static Optional<Calibration> of(List<CostResult> benches, String model) {
    List<CostResult> own = benches.stream().filter(b -> b.model().equals(model)).toList();
    return own.isEmpty() ? Optional.empty() : Optional.of(new Calibration(own));
  }

  /** The latest of its benches, which says where and how it was measured. */
  public CostResult latest() {
    return benches.get(benches.size() - 1);
  }

  /**
   * Seconds of one step of one cell, ours.
   *
   * @param classes C
   * @param bundle how many cells are trained together
   * @return empty where a step of this kind was not timed
   */
  public OptionalDouble ours(Cell cell, int classes, int bundle) {
    OptionalDouble alone = alone(OURS, cell, classes);
    return alone.isEmpty() || bundle == 1
        ? alone
        : scaled(together(classes, bundle), alone.getAsDouble());
  }

  /**
   * Seconds of one step of one cell as the published code does it: each cell alone, every class's
   * prompt in full, and the images of every batch encoded, once more for PAN's own pass.
   */
  public OptionalDouble reference(Cell cell, int classes) {
    OptionalDouble text = alone(REFERENCE, cell, classes);
    OptionalDouble images = imageSeconds();
    if (text.isEmpty() || images.isEmpty()) {
      return OptionalDouble.empty();
    }
    double encoded = cell.optimizer().batchSize() * (cell.loss().usesPan() ? 2.0 : 1.0);
    return OptionalDouble.of(text.getAsDouble() + encoded * images.getAsDouble());
  }

  private OptionalDouble alone(String algorithm, Cell cell, int classes) {
    boolean other =
        cell.prompt() == null
            || cell.prompt().classSpecific()
            || cell.prompt().classTokenPosition() != ClassTokenPosition.END
            || !Set.of(Method.COOP, Method.PLOT).contains(cell.method())
            || cell.loss().name() != null;
    if (other) {
      return OptionalDouble.empty();
    }
    int positions = cell.loss().usesPan() ? cell.loss().positions() : 0;
    boolean pun = cell.loss().usesPun() && positions == 0;
    OptionalDouble coop = at(algorithm, "coop", 0, classes);
    OptionalDouble normed =
        pun ? pun(algorithm, classes) : positions > 0 ? pan(algorithm, positions, classes) : coop;
    if (cell.method().equals(Method.COOP) || normed.isEmpty() || coop.isEmpty()) {
      return normed;
    }
    return scaled(at(algorithm, "plot", 0, classes), normed.getAsDouble() / coop.getAsDouble());
  }

  /** The published code's PUN makes no pass of its own: where it was not timed, it is CoOp. */
  private OptionalDouble pun(String algorithm, int classes) {
    OptionalDouble timed = at(algorithm, "coop+pun", 0, classes);
    return timed.isEmpty() && algorithm.equals(REFERENCE)
        ? at(algorithm, "coop", 0, classes)
        : timed;
  }

  private OptionalDouble pan(String algorithm, int positions, int classes) {
    Map<Double, Double> byPositions = new TreeMap<>();
    for (int n : timedPositions(algorithm)) {
      byPositions.put((double) n, at(algorithm, "coop+pan", n, classes).orElseThrow());
    }
    OptionalDouble coop = at(algorithm, "coop", 0, classes);
    if (byPositions.isEmpty() || coop.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (algorithm.equals(OURS)) {
      byPositions.put(0.0, coop.getAsDouble());
    } else if (byPositions.size() == 1) {
      // One pass more than there are positions: that of the prompts as they are.
      byPositions.put(-1.0, coop.getAsDouble());
    }
    return OptionalDouble.of(new Curve(byPositions).at(positions));
  }

  private Set<Integer> timedPositions(String algorithm) {
    return benches.stream()
        .flatMap(bench -> bench.rows().stream())
        .filter(row -> row.algorithm().equals(algorithm) && row.method().equals("coop+pan"))
        .filter(row -> row.cells() == 1 && row.imagesEncoded() == 0)
        .map(StepCost::positions)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The cost of a cell in a bundle of K, relative to one alone: a + b / K. */
  private OptionalDouble together(int classes, int bundle) {
    Map<Integer, Map<Double, Double>> byCells = new TreeMap<>();
    Map<String, Double> coop = new LinkedHashMap<>();
    for (StepCost row : rows(OURS, "coop", 0, false)) {
      if (row.cells() == 1) {
        coop.put(row.dataset(), row.seconds());
      }
    }
    for (StepCost row : rows(OURS, "coop", 0, false)) {
      if (row.cells() > 1 && coop.containsKey(row.dataset())) {
        byCells
            .computeIfAbsent(row.cells(), k -> new TreeMap<>())
            .put((double) row.classes(), row.seconds() / coop.get(row.dataset()));
      }
    }
    if (byCells.isEmpty()) {
      return OptionalDouble.empty();
    }
    Map<Double, Double> byShare = new TreeMap<>(Map.of(1.0, 1.0));
    byCells.forEach((cells, byClasses) -> byShare.put(1.0 / cells, nearest(byClasses, classes)));
    return OptionalDouble.of(new Curve(byShare).at(1.0 / bundle));
  }

  /** Within what was timed on straight lines, beyond it as at its end. */
  private static double nearest(Map<Double, Double> byClasses, int classes) {
    TreeMap<Double, Double> points = new TreeMap<>(byClasses);
    double within = Math.max(points.firstKey(), Math.min(points.lastKey(), classes));
    return new Curve(points).at(within);
  }

  /**
   * Seconds of encoding one image: from the timings where images weigh most, at the fewest classes.
   */
  private OptionalDouble imageSeconds() {
    List<StepCost> with = rows(REFERENCE, "coop", 0, true);
    List<StepCost> without = rows(REFERENCE, "coop", 0, false);
    StepCost best = null;
    double seconds = 0;
    for (StepCost row : with) {
      for (StepCost text : without) {
        if (text.dataset().equals(row.dataset())
            && (best == null || row.classes() < best.classes())) {
          best = row;
          seconds = Math.max(0, row.seconds() - text.seconds()) / row.imagesEncoded();
        }
      }
    }
    return best == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

  private OptionalDouble at(String algorithm, String method, int positions, int classes) {
    Map<Double, Double> byClasses = new TreeMap<>();
    for (StepCost row : rows(algorithm, method, positions, false)) {
      if (row.cells() == 1) {
        byClasses.put((double) row.classes(), row.seconds());
      }
    }
    return byClasses.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(new Curve(byClasses).at(classes));
  }

  /** The latest of each dataset and size of bundle. */
  private List<StepCost> rows(String algorithm, String method, int positions, boolean images) {
    Map<String, StepCost> latest = new LinkedHashMap<>();
    for (CostResult bench : benches) {
      for (StepCost row : bench.rows()) {
        if (row.algorithm().equals(algorithm)
            && row.method().equals(method)
            && row.positions() == positions
            && (row.imagesEncoded() > 0) == images) {
          latest.put(row.dataset() + " x" + row.cells(), row);
        }
      }
    }
    return new ArrayList<>(latest.values());
  }

  private static OptionalDouble scaled(OptionalDouble value, double factor) {
    return value.isEmpty() ? value : OptionalDouble.of(value.getAsDouble() * factor);
  }
}
