package dev.nemesis.spark.run;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellId;
import dev.nemesis.spark.table.FoundDatasets.FoundDataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights and datasets of a grid, as the driver knows them once it has opened them.
 *
 * @param weights by the cells' backbone
 * @param unusable why cells of a backbone cannot be trained, by backbone: its weights are there but
 *     no model can be made of them
 * @param datasets by name, every dataset and target of the grid
 * @param assumed in words, what was not given and is taken to be as published; empty but in plans
 * @param notes in a line each, what may not be known of datasets: files that are not used, images
 *     listed twice, classes with fewer images than shots
 */
public record GridInputs(
    Map<String, WeightsInput> weights,
    Map<String, InputException> unusable,
    Map<String, DatasetInput> datasets,
    List<String> assumed,
    List<String> notes) {
  /**
   * One backbone's weights.
   *
   * @param digest SHA-256; of unusable ones, of what is the matter with them
   * @param model the CLIP's image side, which names its size: {@code RN50}
   * @param configuration what its tensors do not tell, and where that is from, in words
   */
  public record WeightsInput(String digest, String model, String configuration) {}

  /**
   * One dataset.
   *
   * @param title what tables and figures call it
   * @param digest SHA-256
   * @param trainImagesPerClass how many training images each class has, in label order
   * @param testImages how many it is tested on
   */
  public record DatasetInput(
      String title, String digest, List<Integer> trainImagesPerClass, int testImages) {
    public DatasetInput {
      trainImagesPerClass = List.copyOf(trainImagesPerClass);
    }
  }

  public GridInputs {
    weights = Map.copyOf(weights);
    unusable = Map.copyOf(unusable);
    datasets = Map.copyOf(datasets);
    assumed = List.copyOf(assumed);
    notes = List.copyOf(notes);
  }

  /** The id of a cell of this grid. */
  public String cellId(Cell cell) {
    Map<String, String> digests = new HashMap<>();
    datasets.forEach((name, dataset) -> digests.put(name, dataset.digest()));
    return CellId.of(cell, weights.get(cell.backbone()).digest(), digests);
  }

  /** The datasets, as a table of them has it. */
  public List<FoundDataset> found() {
    List<FoundDataset> found = new ArrayList<>();
    datasets.forEach(
        (name, dataset) -> {
          List<Integer> train = dataset.trainImagesPerClass();
          int images = train.stream().mapToInt(Integer::intValue).sum();
          found.add(
              new FoundDataset(
                  name,
                  dataset.digest(),
                  train.size(),
                  images,
                  dataset.testImages(),
                  dataset.title().equals(name) ? null : dataset.title()));
        });
    return found;
  }

  /** How many classes a cell is trained on. */
  public int trainedClasses(Cell cell) {
    return imagesOfTrainedClasses(cell).size();
  }

  private List<Integer> imagesOfTrainedClasses(Cell cell) {
    return cell.classes().of(datasets.get(cell.dataset()).trainImagesPerClass());
  }

  /** Optimizer steps of a cell: the last incomplete batch is dropped if there is a full one. */
  public long steps(Cell cell) {
    if (cell.optimizer() == null) {
      return 0;
    }
    long images =
        imagesOfTrainedClasses(cell).stream()
            .mapToLong(available -> Math.min(available, cell.shots()))
            .sum();
    return cell.optimizer().epochs() * Math.max(1, images / cell.optimizer().batchSize());
  }
}
