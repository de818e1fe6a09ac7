package dev.nemesis.spark.run;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.loss.Corruption;
import dev.nemesis.method.LearnedPrompt;
import dev.nemesis.spark.feature.FeatureStage;
import dev.nemesis.spark.feature.TaskDevice;
import dev.nemesis.train.PromptEvaluation;
import dev.nemesis.train.SeededReplacements;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Corrupts prompts on this executor's device, with the test features in the store. */
final class ClipPromptSweeper implements PromptSweeper {
  private static final long serialVersionUID = 1L;

  private final Map<String, FeatureStage> stages;
  private final String gridDigest;

  /** With the features of each backbone. */
  ClipPromptSweeper(Map<String, FeatureStage> stages, String gridDigest) {
    this.stages = Map.copyOf(stages);
    this.gridDigest = gridDigest;
  }

  @Override
  public CorruptionResult sweep(CellResult result, Corruption.Noise noise) throws IOException {
    Instant started = Instant.now();
    Device device = TaskDevice.claim();
    Cell cell = result.cell();
    FeatureStage stage = stages.get(cell.backbone());
    ClipModel model = stage.assets().model(device);
    EvaluationTarget own = cell.evaluatedOn().get(0);
    try (PromptEvaluation evaluation =
        new PromptEvaluation(
            model,
            stage.assets().tokenizer(),
            cell.method(),
            cell.prompt(),
            cell.own(),
            stage.target(own, cell.method()))) {
      List<CorruptionRow> rows =
          evaluation.corrupt(
              new LearnedPrompt(result.learned()).values(),
              Corruption.paper(cell.prompt().ctxLen()),
              new SeededReplacements(cell.seed(), noise, model.config().textWidth()));
      return new CorruptionResult(
          result.cellId(),
          result.attempt(),
          noise.name().toLowerCase(Locale.ROOT),
          rows,
          Program.provenance(
                  Program.Origin.of(gridDigest, stage.assets(), cell.dataset(), null),
                  device,
                  started)
              .with(stage.skipped(own, cell.method()), Program.jars(cell)));
    }
  }
}
