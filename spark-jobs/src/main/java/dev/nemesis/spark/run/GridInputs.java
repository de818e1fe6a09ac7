package dev.nemesis.spark.run;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the driver knows of a grid's weights and datasets once it has opened them.
 *
 * @param weightsDigest SHA-256 of the CLIP weights
 * @param model the CLIP's image side, which names its size: {@code RN50}
 * @param datasets by name, every dataset and target of the grid
 */
public record GridInputs(String weightsDigest, String model, Map<String, DatasetInput> datasets) {
  /**
   * One dataset.
   *
   * @param digest SHA-256
   * @param trainImagesPerClass how many training images each class has, in label order
   */
  public record DatasetInput(String digest, List<Integer> trainImagesPerClass) {
    public DatasetInput {
      trainImagesPerClass = List.copyOf(trainImagesPerClass);
    }
  }

  public GridInputs {
    datasets = Map.copyOf(datasets);
  }

  /** The id of a cell of this grid. */
  public String cellId(Cell cell) {
    Map<String, String> digests = new HashMap<>();
    datasets.forEach((name, dataset) -> digests.put(name, dataset.digest()));
    return CellId.of(cell, weightsDigest, digests);
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
