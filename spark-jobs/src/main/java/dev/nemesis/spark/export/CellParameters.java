package dev.nemesis.spark.export;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.grid.PromptSpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What was chosen for a cell, by the names of table {@code results}. */
final class CellParameters {
  private CellParameters() {}

  /**
   * The axes: numbers, flags and, of all else, the word; what a cell has not, as zero-shot its
   * loss, is not there.
   */
  static Map<String, Object> of(Cell cell) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("backbone", cell.backbone());
    values.put("dataset", cell.dataset());
    values.put("classes", cell.classes().word());
    values.put("method", cell.method());
    values.put("shots", cell.shots());
    values.put("seed", cell.seed());
    values.put("views", cell.views());
    values.put("targets", cell.targets().isEmpty() ? null : String.join(",", cell.targets()));
    values.put("loss", cell.lossLabel());
    if (cell.loss() != null) {
      putLoss(cell.loss(), values);
    }
    if (cell.prompt() != null) {
      putPrompt(cell.prompt(), values);
    }
    if (cell.optimizer() != null) {
      putOptimizer(cell.optimizer(), values);
    }
    values.values().removeIf(Objects::isNull);
    values.replaceAll((name, value) -> plain(value));
    return values;
  }

  private static void putLoss(LossSpec loss, Map<String, Object> values) {
    values.put("omega", loss.omega());
    values.put("pan_omega", loss.panOmega());
    values.put("beta", loss.beta());
    values.put("norm", loss.norm());
    values.put("tau", loss.tau());
    values.put("positions", loss.positions());
    values.put("selection", loss.selection());
    values.put("omega_schedule", loss.schedule());
    values.put("k", loss.k());
  }

  private static void putPrompt(PromptSpec prompt, Map<String, Object> values) {
    values.put("ctx_len", prompt.ctxLen());
    values.put("class_token_position", prompt.classTokenPosition());
    values.put("class_specific", prompt.classSpecific());
    values.put("prompts", prompt.prompts());
    values.put("ctx_init", prompt.ctxInit());
  }

  private static void putOptimizer(OptimizerSpec optimizer, Map<String, Object> values) {
    values.put("epochs", optimizer.epochs());
    values.put("batch_size", optimizer.batchSize());
    values.put("lr", optimizer.lr());
    values.put("momentum", optimizer.momentum());
    values.put("weight_decay", optimizer.weightDecay());
    values.put("warmup_epochs", optimizer.warmupEpochs());
    values.put("warmup_lr", optimizer.warmupLr());
  }

  private static Object plain(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT)
        : value instanceof Number || value instanceof Boolean ? value : value.toString();
  }
}
