package dev.nemesis.spark.run;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.prompt.ClassPrompts;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.feature.Extraction;
import dev.nemesis.spark.feature.FeatureNeed;
import dev.nemesis.spark.feature.FeatureStage;
import dev.nemesis.spark.run.GridInputs.DatasetInput;
import dev.nemesis.spark.run.GridInputs.WeightsInput;
import dev.nemesis.spark.session.TaskRoom;
import dev.nemesis.train.BundleSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Soft prompts in front of a frozen CLIP: the experiment this program is about. */
public final class ClipExperiment implements Experiment {
  /** Of a class name among those of the paper's datasets. */
  private static final int USUAL_TOKENS = 3;

  @Override
  public GridInputs inputs(GridFile grid) {
    return inputs(grid, assets(grid, false));
  }

  @Override
  public GridInputs supposedInputs(GridFile grid) {
    return inputs(grid, assets(grid, true));
  }

  /** By backbone. */
  private static Map<String, Assets> assets(GridFile grid, boolean supposing) {
    Map<String, Assets> assets = new LinkedHashMap<>();
    for (Cell cell : grid.cells()) {
      assets.computeIfAbsent(
          cell.backbone(),
          name -> supposing ? Assets.of(grid, name).supposed() : Assets.of(grid, name));
    }
    return assets;
  }

  private static GridInputs inputs(GridFile grid, Map<String, Assets> assets) {
    Map<String, WeightsInput> weights = new LinkedHashMap<>();
    Set<String> supposed = new LinkedHashSet<>();
    assets.forEach(
        (backbone, own) -> {
          weights.put(backbone, new WeightsInput(own.weightsDigest(), own.config().backbone()));
          own.supposition().ifPresent(supposed::add);
        });
    Assets any = assets.values().iterator().next();
    Map<String, DatasetInput> datasets = new LinkedHashMap<>();
    for (String name : grid.datasets()) {
      datasets.put(name, input(any.dataset(name)));
      if (any.isSupposed(name)) {
        supposed.add("dataset " + name);
      }
    }
    Set<Prompts> checked = new HashSet<>();
    for (Cell cell : grid.cells()) {
      List<String> evaluated = new ArrayList<>(cell.targets());
      evaluated.add(cell.dataset());
      for (String name : evaluated) {
        if (checked.add(new Prompts(cell.backbone(), name, cell.prompt()))) {
          check(assets.get(cell.backbone()), name, cell.prompt());
        }
      }
    }
    return new GridInputs(weights, datasets, List.copyOf(supposed));
  }

  /** Prompts of a shape for a dataset's classes. */
  private record Prompts(String backbone, String dataset, PromptSpec shape) {}

  private static void check(Assets assets, String dataset, PromptSpec shape) {
    if (assets.weights() != null && !assets.isSupposed(dataset)) {
      ClassPrompts.check(
          assets.tokenizer(),
          assets.dataset(dataset).classNames(),
          shape,
          assets.config().contextLength());
    }
  }

  @Override
  public ToIntFunction<Cell> bundleSizes(GridFile grid, TaskRoom room) {
    Map<String, Assets> assets = assets(grid, true);
    long rows = room.gpu() ? BundleSize.GPU_ROWS : BundleSize.CPU_ROWS;
    Map<String, BundleSize> sizes = new HashMap<>();
    assets.forEach(
        (name, own) -> sizes.put(name, BundleSize.of(own.config(), rows, room.memory())));
    Map<String, List<ClassTokens>> classes = new HashMap<>();
    return cell ->
        sizes
            .get(cell.backbone())
            .cells(
                cell,
                classes.computeIfAbsent(
                    cell.backbone() + " " + cell.dataset(),
                    key -> classTokens(assets.get(cell.backbone()), cell.dataset())));
  }

  /** Of supposed classes, tokens as many as class names have in the mean. */
  private static List<ClassTokens> classTokens(Assets assets, String dataset) {
    List<String> names = assets.dataset(dataset).classNames();
    return assets.weights() == null || assets.isSupposed(dataset)
        ? Collections.nCopies(names.size(), new ClassTokens(new int[USUAL_TOKENS], new int[2]))
        : ClassPrompts.tokens(assets.tokenizer(), names);
  }

  private static DatasetInput input(Dataset dataset) {
    List<Integer> perClass = new ArrayList<>(Collections.nCopies(dataset.classNames().size(), 0));
    for (LabeledImage image : dataset.train()) {
      perClass.set(image.label(), perClass.get(image.label()) + 1);
    }
    return new DatasetInput(dataset.digest(), perClass);
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
      FeatureStage stage = FeatureStage.of(grid, own.getKey(), features).supposed();
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
