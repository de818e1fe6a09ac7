package dev.nemesis.spark.run;

import dev.nemesis.clip.Tokenizer;
import dev.nemesis.data.ClassList;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Method;
import dev.nemesis.prompt.ClassPrompts;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.feature.Extraction;
import dev.nemesis.spark.feature.FeatureNeed;
import dev.nemesis.spark.feature.FeatureStage;
import dev.nemesis.spark.run.GridInputs.DatasetInput;
import dev.nemesis.spark.session.TaskRoom;
import dev.nemesis.train.BundleSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Soft prompts in front of a frozen CLIP: the experiment this program is about. */
public final class ClipExperiment implements Experiment {
  @Override
  public GridInputs inputs(GridFile grid) {
    Assets assets = Assets.of(grid);
    Tokenizer tokenizer = assets.tokenizer();
    int context = assets.clipWeights().config().contextLength();
    Map<String, DatasetInput> datasets = new LinkedHashMap<>();
    for (String name : grid.datasets()) {
      datasets.put(name, input(assets.dataset(name)));
    }
    for (Cell cell : grid.cells()) {
      for (EvaluationTarget on : cell.evaluatedOn()) {
        ClassList classes = ClassList.of(assets.dataset(on.dataset()), on.classes());
        ClassPrompts.check(tokenizer, classes.names(), cell.prompt(), context);
        require(on, "test", classes, assets.dataset(on.dataset()).test());
      }
      if (cell.method() != Method.ZEROSHOT) {
        Dataset own = assets.dataset(cell.dataset());
        EvaluationTarget trained = cell.evaluatedOn().get(0);
        require(trained, "train", ClassList.of(own, cell.classes()), own.train());
      }
    }
    return new GridInputs(
        assets.clipWeights().digest(), assets.clipWeights().config().backbone(), datasets);
  }

  @Override
  public ToIntFunction<Cell> bundleSizes(GridFile grid, TaskRoom room) {
    Assets assets = Assets.of(grid);
    BundleSize size =
        BundleSize.of(
            assets.clipWeights().config(),
            room.gpu() ? BundleSize.GPU_ROWS : BundleSize.CPU_ROWS,
            room.memory());
    Map<EvaluationTarget, List<ClassTokens>> classes = new HashMap<>();
    return cell ->
        size.cells(
            cell,
            classes.computeIfAbsent(
                cell.evaluatedOn().get(0), // what it is trained on
                own ->
                    ClassPrompts.tokens(
                        assets.tokenizer(),
                        ClassList.of(assets.dataset(own.dataset()), own.classes()).names())));
  }

  private static void require(
      EvaluationTarget on, String split, ClassList classes, List<LabeledImage> images) {
    if (images.stream().noneMatch(classes::has)) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "%s on %s: there are no %s images of it; give a dataset that has some%s"
              .formatted(
                  split, on, split, split.equals("train") ? ", and this one among targets" : ""));
    }
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
    FeatureStage stage = FeatureStage.of(grid, features);
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
    FeatureStage stage = FeatureStage.of(grid, features);
    try {
      return stage.need(stage.missing(cells));
    } catch (IOException e) {
      throw StorageFault.cannot("read features in " + stage.folder(), e);
    }
  }

  @Override
  public BundleTrainer trainer(GridFile grid, String features) {
    return new ClipBundleTrainer(FeatureStage.of(grid, features), grid.digest());
  }

  @Override
  public PromptSweeper sweeper(GridFile grid, String features) {
    return new ClipPromptSweeper(FeatureStage.of(grid, features), grid.digest());
  }
}
