package dev.nemesis.grid;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Multiplies axes out into cells, each in its canonical form, duplicates dropped. */
final class CellExpansion {
  /** The most combinations of a grid's axes; the paper's largest has 1,936. */
  static final int MOST = 200_000;

  /** Losses that beta alone tells apart, as in results of before there were others. */
  private static final List<String> PAPERS = List.of("pun", "pan", "mix");

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
    Map<Setting, Object> values = new LinkedHashMap<>(settings);
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
    Method method = new Method(point.text(Setting.METHOD));
    List<OwnValue> own = own(point, method.declared().settings());
    if (!method.isTrained()) {
      return new Cell(backbone, dataset, method, null, null, null, 0, 0, 0, targets, classes, own);
    }
    PromptSpec prompt =
        method.declared().learnsVectors() ? PromptSettings.read(point, method) : null;
    boolean classSpecific = prompt != null && prompt.classSpecific();
    if (classSpecific && !targets.isEmpty()) {
      throw point.cannotUse(
          "targets with class_specific: true",
          "vectors of one class list's classes know no others, leave out one of the two");
    }
    if (classSpecific && classes != ClassSubset.ALL) {
      throw point.cannotUse(
          "classes: " + classes.word() + " with class_specific: true",
          "vectors of the base classes' own know no new ones, leave out one of the two");
    }
    return new Cell(
        backbone,
        dataset,
        method,
        prompt,
        loss(point, method, prompt),
        optimizer(point),
        point.integer(Setting.SHOTS),
        point.integer(Setting.SEED),
        point.integer(Setting.VIEWS),
        targets,
        classes,
        own);
  }

  private static List<OwnValue> own(GridPoint point, List<OwnSetting> settings) {
    return settings.stream()
        .map(own -> OwnValue.of(own.key(), point.value(Setting.of(own.key()))))
        .filter(own -> !OwnSetting.text(settings, null, own.key()).equals(Optional.of(own.value())))
        .toList();
  }

  private static LossSpec loss(GridPoint point, Method method, PromptSpec prompt) {
    String loss = point.text(Setting.LOSS);
    if (prompt == null && !loss.equals("none")) {
      throw point.cannotUse(
          "loss: " + loss + " with method: " + method,
          "it learns no context vectors, give loss: none");
    }
    if (prompt == null) {
      return LossSpec.NONE;
    }
    int positions = point.integer(Setting.POSITIONS);
    if (positions > prompt.ctxLen()) {
      throw point.cannotUse(
          String.format(Locale.ROOT, "positions: %d with ctx_len: %d", positions, prompt.ctxLen()),
          "PAN cannot try more positions than the prompt has, give positions of at most ctx_len");
    }
    if (loss.equals("none")) {
      return LossSpec.NONE;
    }
    LossDeclaration declared = Declarations.loss(loss).orElseThrow(); // the key's values are these
    boolean isPapers = PAPERS.contains(loss);
    double beta =
        loss.equals("mix") ? point.number(Setting.BETA) : declared.triesPositions() ? 0 : 1;
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
            isPapers && point.has(Setting.PAN_OMEGA) ? point.number(Setting.PAN_OMEGA) : omega,
            isPapers ? null : loss,
            own(point, declared.settings()))
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
