package dev.nemesis.spark.run;

import dev.nemesis.data.ClassList;
import dev.nemesis.error.StorageFault;
import dev.nemesis.feature.FeatureStore;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.grid.GridFile;
import dev.nemesis.prompt.ClassPrompts;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.feature.Extraction;
import dev.nemesis.spark.feature.FeatureNeed;
import dev.nemesis.spark.feature.FeatureStage;
import dev.nemesis.spark.session.TaskRoom;
import dev.nemesis.train.BundleSize;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Soft prompts in front of a frozen CLIP: the experiment this program is about. */
public final class ClipExperiment implements Experiment {
  /** Usual number of tokens of a class name in the paper's datasets. */
  private static final int USUAL_TOKENS = 3;

  @Override
  public GridInputs inputs(GridFile grid) {
    return new ClipInputs(grid, false).read();
  }

  @Override
  public GridInputs assumedInputs(GridFile grid) {
    return new ClipInputs(grid, true).read();
  }

  @Override
  public ToIntFunction<Cell> bundleSizes(GridFile grid, TaskRoom room) {
    long rows = room.gpu() ? BundleSize.GPU_ROWS : BundleSize.CPU_ROWS;
    Map<String, BundleSize> sizes = new HashMap<>();
    Map<Trained, List<ClassTokens>> classes = new HashMap<>();
    return cell -> {
      Assets assets = Assets.of(grid, cell.backbone()).assumed();
      BundleSize size =
          sizes.computeIfAbsent(
              cell.backbone(), name -> BundleSize.of(assets.model(), rows, room.memory()));
      EvaluationTarget own = cell.evaluatedOn().get(0); // what it is trained on
      return size.cells(
          cell,
          classes.computeIfAbsent(
              new Trained(cell.backbone(), own), key -> classTokens(assets, own)));
    };
  }

  /** Classes as the tokenizer of a backbone reads them. */
  private record Trained(String backbone, EvaluationTarget on) {}

  /** Returns the tokens of a target's classes; assumed classes have the usual number of them. */
  private static List<ClassTokens> classTokens(Assets assets, EvaluationTarget on) {
    List<String> names = ClassList.of(assets.dataset(on.dataset()), on.classes()).names();
    return assets.canTokenize(on.dataset())
        ? ClassPrompts.tokens(assets.tokenizer(), names)
        : Collections.nCopies(names.size(), new ClassTokens(new int[USUAL_TOKENS], new int[2]));
  }

  @Override
  public void prepare(
      SparkSession spark,
      GridFile grid,
      String features,
      List<Cell> cells,
      Consumer<String> progressLine) {
    byBackbone(cells)
        .forEach(
            (backbone, own) ->
                prepare(spark, FeatureStage.of(grid, backbone, features), own, progressLine));
  }

  private static void prepare(
      SparkSession spark, FeatureStage stage, List<Cell> cells, Consumer<String> progressLine) {
    try {
      for (String damaged : stage.setDamagedAside(cells)) {
        progressLine.accept(
            "features/%s; moved to features/%s, computed anew%n"
                .formatted(damaged, FeatureStore.DAMAGED));
      }
      new Extraction(stage, JavaSparkContext.fromSparkContext(spark.sparkContext()), progressLine)
          .run(stage.missing(cells));
      stage.requireImages(cells);
    } catch (IOException e) {
      throw StorageFault.cannot("read or write features in " + stage.folder(), e);
    }
  }

  @Override
  public FeatureNeed need(GridFile grid, String features, List<Cell> cells) {
    FeatureNeed need = FeatureNeed.NONE;
    for (Map.Entry<String, List<Cell>> own : byBackbone(cells).entrySet()) {
      FeatureStage stage = FeatureStage.of(grid, own.getKey(), features).assumed();
      try {
        need = need.and(stage.need(stage.missing(own.getValue())));
      } catch (IOException e) {
        throw StorageFault.cannot("read features in " + stage.folder(), e);
      }
    }
    return need;
  }

  private static Map<String, List<Cell>> byBackbone(List<Cell> cells) {
    return cells.stream()
        .collect(Collectors.groupingBy(Cell::backbone, LinkedHashMap::new, Collectors.toList()));
  }

  private static Map<String, FeatureStage> stages(GridFile grid, String features) {
    Map<String, FeatureStage> stages = new HashMap<>();
    grid.cells()
        .forEach(
            cell ->
                stages.computeIfAbsent(
                    cell.backbone(), name -> FeatureStage.of(grid, name, features)));
    return stages;
  }

  @Override
  public BundleTrainer trainer(GridFile grid, String features) {
    return new ClipBundleTrainer(stages(grid, features), grid.digest());
  }

  @Override
  public PromptSweeper sweeper(GridFile grid, String features) {
    return new ClipPromptSweeper(stages(grid, features), grid.digest());
  }
}
