package dev.nemesis.grid;

import java.util.List;

/**
 * One run of the bench of steps: the one row of its Parquet file.
 *
 * @param bench which run
 * @param model the image side of the CLIP it was timed with, which names its size: {@code RN50}
 * @param batch images a step
 * @param threads of one operation
 * @param cores the machine's
 * @param rows one a timing, in the order in which they took their turns
 * @param provenance what it came from
 */
public record CostResult(
    String bench,
    String model,
    int batch,
    int threads,
    int cores,
    List<StepCost> rows,
    Provenance provenance) {
  public CostResult {
    rows = List.copyOf(rows);
  }
}
