package dev.nemesis.spark.run;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.feature.FeatureStage;
import dev.nemesis.spark.feature.TaskDevice;
import dev.nemesis.train.CellTraining;
import dev.nemesis.train.Target;
import dev.nemesis.train.TrainingResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains a bundle's cells on this executor's device, from the features in the store. */
final class ClipBundleTrainer implements BundleTrainer {
  private static final long serialVersionUID = 1L;
  private static final double NANOS = 1e9;

  private final Map<String, FeatureStage> stages;
  private final String gridDigest;

  /** With the features of each backbone. */
  ClipBundleTrainer(Map<String, FeatureStage> stages, String gridDigest) {
    this.stages = Map.copyOf(stages);
    this.gridDigest = gridDigest;
  }

  @Override
  public void train(Bundle bundle, CellSink sink) throws IOException {
    FeatureStage stage = stages.get(bundle.shared().backbone());
    Map<Long, Features> images = images(stage, bundle.cells());
    for (Bundle equal : ofEqualImages(bundle, images)) {
      train(stage, equal, images, sink);
    }
  }

  /**
   * Cells whose steps are equal: of one seed's subset more images may have been skipped than of
   * another's.
   */
  private static List<Bundle> ofEqualImages(Bundle bundle, Map<Long, Features> images) {
    Map<Integer, List<Attempt>> byCount = new LinkedHashMap<>();
    for (Attempt attempt : bundle.attempts()) {
      Features own = images.get(attempt.cell().seed());
      byCount
          .computeIfAbsent(own == null ? 0 : own.images(), count -> new ArrayList<>())
          .add(attempt);
    }
    return byCount.values().stream().map(part -> new Bundle(bundle.id(), part)).toList();
  }

  private void train(FeatureStage stage, Bundle bundle, Map<Long, Features> images, CellSink sink)
      throws IOException {
    Device device = TaskDevice.claim();
    ClipModel model = stage.assets().model(device);
    Instant started = Instant.now();
    long before = System.nanoTime();
    List<TrainingResult> trained =
        new CellTraining(model, stage.assets().tokenizer())
            .train(bundle.cells(), images, targets(stage, bundle.shared()), epoch -> sink.epoch());
    double seconds = (System.nanoTime() - before) / NANOS;
    Map<Long, List<String>> skipped = new HashMap<>(); // cells of a seed have the same images
    for (Cell cell : bundle.cells()) {
      if (!skipped.containsKey(cell.seed())) {
        skipped.put(cell.seed(), stage.skipped(cell));
      }
    }
    for (int k = 0; k < trained.size(); k++) {
      Attempt attempt = bundle.attempts().get(k);
      TrainingResult cell = trained.get(k);
      if (cell.divergence().isPresent()) {
        sink.failed(attempt, "train", new DivergedException(cell.divergence().get()));
      } else {
        sink.done(
            result(
                attempt,
                cell,
                bundle.size(),
                seconds,
                Program.provenance(
                        Program.Origin.of(
                            gridDigest, stage.assets(), cell.cell().dataset(), bundle.id()),
                        device,
                        started)
                    .with(skipped.get(cell.cell().seed()), Program.jars(cell.cell()))));
      }
    }
  }

  private static Map<Long, Features> images(FeatureStage stage, List<Cell> cells)
      throws IOException {
    Map<Long, Features> images = new HashMap<>();
    for (Cell cell : cells) {
      if (cell.method().isTrained() && !images.containsKey(cell.seed())) {
        images.put(cell.seed(), stage.train(cell));
      }
    }
    return images;
  }

  private static List<Target> targets(FeatureStage stage, Cell cell) throws IOException {
    List<Target> targets = new ArrayList<>();
    for (EvaluationTarget on : cell.evaluatedOn()) {
      targets.add(stage.target(on, cell.method()));
    }
    return targets;
  }

  private static CellResult result(
      Attempt attempt, TrainingResult cell, int bundleSize, double seconds, Provenance provenance) {
    Evaluation own = cell.evaluations().get(0);
    return new CellResult(
        attempt.cellId(),
        attempt.attempt(),
        cell.cell(),
        own.accuracy(),
        own.macroF1(),
        cell.evaluations(),
        cell.epochs(),
        cell.learned(),
        cell.steps(),
        bundleSize,
        cell.steps() == 0 ? 0 : seconds / cell.steps() / bundleSize,
        provenance);
  }
}
