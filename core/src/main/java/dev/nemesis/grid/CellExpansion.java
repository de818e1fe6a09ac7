package dev.nemesis.grid;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Multiplies axes out into cells, each in its canonical form, duplicates dropped. */
final class CellExpansion {
  private final String where;
  private final String backbone;

  /** A place to name in errors, and the name of the weights. */
  CellExpansion(String where, String backbone) {
    this.where = where;
    this.backbone = backbone;
  }

  /** Cells in the order of the file: the last axis varies fastest. */
  List<Cell> expand(Map<GridKey, List<Object>> axes, Map<GridKey, Object> settings) {
    List<Map<GridKey, Object>> points = new ArrayList<>();
    points.add(settings);
    for (Map.Entry<GridKey, List<Object>> axis : axes.entrySet()) {
      List<Map<GridKey, Object>> longer = new ArrayList<>();
      for (Map<GridKey, Object> point : points) {
        for (Object value : axis.getValue()) {
          Map<GridKey, Object> with = new EnumMap<>(GridKey.class);
          with.putAll(point);
          with.put(axis.getKey(), value);
          longer.add(with);
        }
      }
      points = longer;
    }
    LinkedHashSet<Cell> cells = new LinkedHashSet<>();
    points.forEach(point -> cells.add(cell(point)));
    return List.copyOf(cells);
  }

  @SuppressWarnings("unchecked")
  private Cell cell(Map<GridKey, Object> point) {
    String dataset = (String) point.get(GridKey.DATASET);
    List<String> targets =
        (List<String>) point.getOrDefault(GridKey.TARGETS, List.of()); // GridKey read it as such
    if (point.getOrDefault(GridKey.METHOD, "coop").equals("zeroshot")) {
      return new Cell(backbone, dataset, Method.ZEROSHOT, null, null, null, 0, 0, 0, targets);
    }
    PromptSpec prompt = PromptSpec.generic(integer(point, GridKey.CTX_LEN, PaperDefaults.CTX_LEN));
    int shots = integer(point, GridKey.SHOTS, PaperDefaults.SHOTS);
    return new Cell(
        backbone,
        dataset,
        Method.COOP,
        prompt,
        loss(point, dataset, prompt),
        optimizer(point, dataset, shots),
        shots,
        integer(point, GridKey.SEED, PaperDefaults.SEED),
        integer(point, GridKey.VIEWS, PaperDefaults.VIEWS),
        targets);
  }

  private LossSpec loss(Map<GridKey, Object> point, String dataset, PromptSpec prompt) {
    int positions = integer(point, GridKey.POSITIONS, PaperDefaults.POSITIONS);
    if (positions > prompt.ctxLen()) {
      throw cannot(
          "use positions: %d with ctx_len: %d in %s; PAN cannot try more positions than the prompt"
              + " has, give positions of at most ctx_len",
          positions, prompt.ctxLen(), where);
    }
    String loss = (String) point.getOrDefault(GridKey.LOSS, "none");
    if (loss.equals("none")) {
      return LossSpec.NONE;
    }
    double beta =
        switch (loss) {
          case "pun" -> 1;
          case "pan" -> 0;
          default -> number(point, GridKey.BETA, PaperDefaults.MIX_BETA);
        };
    return new LossSpec(
            number(point, GridKey.OMEGA, PaperDefaults.omega(dataset)),
            beta,
            constant(Norm.class, point.getOrDefault(GridKey.NORM, "l2")),
            constant(
                OmegaSchedule.class,
                point.getOrDefault(GridKey.OMEGA_SCHEDULE, PaperDefaults.schedule(dataset))),
            number(point, GridKey.K, PaperDefaults.K),
            positions,
            number(point, GridKey.TAU, PaperDefaults.TAU),
            (boolean) point.getOrDefault(GridKey.SELECTION, true),
            null)
        .canonical();
  }

  private OptimizerSpec optimizer(Map<GridKey, Object> point, String dataset, int shots) {
    EpochRule rule = (EpochRule) point.getOrDefault(GridKey.EPOCHS, EpochRule.paper());
    int epochs =
        rule.epochs(dataset, shots)
            .orElseThrow(
                () ->
                    cannot(
                        "tell the epochs at %d shots from epochs in %s; add %d: to its map",
                        shots, where, shots));
    int warmupEpochs = integer(point, GridKey.WARMUP_EPOCHS, PaperDefaults.WARMUP_EPOCHS);
    return new OptimizerSpec(
        epochs,
        integer(point, GridKey.BATCH_SIZE, PaperDefaults.BATCH_SIZE),
        number(point, GridKey.LR, PaperDefaults.LR),
        number(point, GridKey.MOMENTUM, PaperDefaults.MOMENTUM),
        number(point, GridKey.WEIGHT_DECAY, PaperDefaults.WEIGHT_DECAY),
        warmupEpochs,
        warmupEpochs == 0 ? 0 : number(point, GridKey.WARMUP_LR, PaperDefaults.WARMUP_LR));
  }

  private static int integer(Map<GridKey, Object> point, GridKey key, int otherwise) {
    return (int) point.getOrDefault(key, otherwise);
  }

  /** Adding zero turns -0.0, which no record would call equal to 0.0, into it. */
  private static double number(Map<GridKey, Object> point, GridKey key, double otherwise) {
    return (double) point.getOrDefault(key, otherwise) + 0.0;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Object word) {
    return Enum.valueOf(type, ((String) word).toUpperCase(Locale.ROOT));
  }

  private static InputException cannot(String what, Object... values) {
    return InputException.cannot(ErrorCode.GRID, String.format(Locale.ROOT, what, values));
  }
}
