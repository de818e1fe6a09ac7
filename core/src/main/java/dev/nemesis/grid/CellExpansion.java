package dev.nemesis.grid;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Multiplies axes out into cells, each in its canonical form, duplicates dropped. */
final class CellExpansion {
  /** The most combinations of a grid's axes; the paper's largest has 1,936. */
  static final int MOST = 200_000;

  private final String where;
  private final GridWeights weights;

  /** A place to name in errors, and the weights. */
  CellExpansion(String where, GridWeights weights) {
    this.where = where;
    this.weights = weights;
  }

  /**
   * Cells in the order of the file: the last axis varies fastest.
   *
   * @param axes of each the values of one or, for presets, several keys to choose from
   * @param rules in the order in which they apply
   * @param only conditions that all have to hold once the rules have been applied
   */
  List<Cell> expand(
      List<List<Map<Setting, Object>>> axes,
      Map<Setting, Object> settings,
      List<GridRule> rules,
      List<GridCondition> only) {
    LinkedHashSet<Cell> cells = new LinkedHashSet<>();
    long combinations = combinations(axes);
    for (long combination = 0; combination < combinations; combination++) {
      ruled(point(axes, settings, combination), rules)
          .filter(ruled -> only.stream().allMatch(condition -> condition.matches(ruled)))
          .ifPresent(ruled -> cells.add(cell(ruled)));
    }
    return List.copyOf(cells);
  }

  /** The number of combinations, which is checked before any is made. */
  private long combinations(List<List<Map<Setting, Object>>> axes) {
    BigInteger combinations = BigInteger.ONE;
    for (List<Map<Setting, Object>> axis : axes) {
      combinations = combinations.multiply(BigInteger.valueOf(axis.size()));
    }
    if (combinations.compareTo(BigInteger.valueOf(MOST)) > 0) {
      throw InputException.cannot(
          ErrorCode.GRID,
          "use axes of %,d cells in %s: %,d are the most of a grid; give fewer values, or several grids"
              .formatted(combinations, where, MOST));
    }
    return combinations.longValueExact();
  }

  /** Returns a combination by its index, where the last axis varies fastest. */
  private GridPoint point(
      List<List<Map<Setting, Object>>> axes, Map<Setting, Object> settings, long combination) {
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    values.putAll(settings);
    long faster = combinations(axes);
    for (List<Map<Setting, Object>> axis : axes) {
      faster /= axis.size();
      values.putAll(axis.get(Math.toIntExact(combination / faster % axis.size())));
    }
    return new GridPoint(where, values);
  }

  private static Optional<GridPoint> ruled(GridPoint point, List<GridRule> rules) {
    GridPoint ruled = point;
    for (GridRule rule : rules) {
      if (rule.when().matches(ruled)) {
        if (rule.drop()) {
          return Optional.empty();
        }
        ruled = ruled.with(rule.set());
      }
    }
    return Optional.of(ruled);
  }

  @SuppressWarnings("unchecked")
  private Cell cell(GridPoint point) {
    String dataset = point.text(Setting.DATASET);
    List<String> named = // Setting read it as such
        (List<String>) point.values().getOrDefault(Setting.TARGETS, List.of());
    String backbone = weights.backbone(point);
    // A dataset named twice is tested on once, and each cell on its own anyway.
    List<String> targets =
        named.stream().filter(target -> !target.equals(dataset)).distinct().toList();
    ClassSubset classes = point.constant(ClassSubset.class, Setting.CLASSES);
    Method method = point.constant(Method.class, Setting.METHOD);
    if (method == Method.ZEROSHOT) {
      return new Cell(backbone, dataset, method, null, null, null, 0, 0, 0, targets, classes);
    }
    PromptSpec prompt = PromptSettings.read(point, method);
    if (prompt.classSpecific() && !targets.isEmpty()) {
      throw point.cannotUse(
          "targets with class_specific: true",
          "vectors of one class list's classes know no others, leave out one of the two");
    }
    if (prompt.classSpecific() && classes != ClassSubset.ALL) {
      throw point.cannotUse(
          "classes: " + classes.word() + " with class_specific: true",
          "vectors of the base classes' own know no new ones, leave out one of the two");
    }
    return new Cell(
        backbone,
        dataset,
        method,
        prompt,
        loss(point, prompt),
        optimizer(point),
        point.integer(Setting.SHOTS),
        point.integer(Setting.SEED),
        point.integer(Setting.VIEWS),
        targets,
        classes);
  }

  private static LossSpec loss(GridPoint point, PromptSpec prompt) {
    int positions = point.integer(Setting.POSITIONS);
    if (positions > prompt.ctxLen()) {
      throw point.cannotUse(
          String.format(Locale.ROOT, "positions: %d with ctx_len: %d", positions, prompt.ctxLen()),
          "PAN cannot try more positions than the prompt has, give positions of at most ctx_len");
    }
    String loss = point.text(Setting.LOSS);
    if (loss.equals("none")) {
      return LossSpec.NONE;
    }
    double beta =
        switch (loss) {
          case "pun" -> 1;
          case "pan" -> 0;
          default -> point.number(Setting.BETA);
        };
    double omega = point.number(Setting.OMEGA);
    return new LossSpec(
            omega,
            beta,
            point.constant(Norm.class, Setting.NORM),
            point.constant(OmegaSchedule.class, Setting.OMEGA_SCHEDULE),
            point.number(Setting.K),
            positions,
            point.number(Setting.TAU),
            point.flag(Setting.SELECTION),
            point.has(Setting.PAN_OMEGA) ? point.number(Setting.PAN_OMEGA) : omega)
        .canonical();
  }

  private static OptimizerSpec optimizer(GridPoint point) {
    int warmupEpochs = point.integer(Setting.WARMUP_EPOCHS);
    double momentum = point.number(Setting.MOMENTUM);
    return new OptimizerSpec(
        epochs(point),
        point.integer(Setting.BATCH_SIZE),
        point.number(Setting.LR),
        momentum,
        point.number(Setting.WEIGHT_DECAY),
        warmupEpochs,
        warmupEpochs == 0 ? 0 : point.number(Setting.WARMUP_LR),
        momentum > 0 && point.flag(Setting.NESTEROV)); // without momentum it looks nowhere
  }

  private static int epochs(GridPoint point) {
    if (!point.has(Setting.EPOCHS)) {
      return point.integer(Setting.EPOCHS);
    }
    int shots = point.integer(Setting.SHOTS);
    return ((EpochRule) point.values().get(Setting.EPOCHS))
        .epochs(shots)
        .orElseThrow(
            () ->
                InputException.cannot(
                    ErrorCode.GRID,
                    String.format(
                        Locale.ROOT,
                        "use epochs in %s: it has no entry for %d shots; add %d: to its map",
                        point.where(),
                        shots,
                        shots)));
  }
}
