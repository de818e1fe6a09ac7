package dev.nemesis.train;

import dev.nemesis.feature.Features;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.OptimizerSpec;
import java.util.List;

/**
 * One training inside a bundle. All runs of a bundle have the same number of epochs, steps and
 * images a step.
 *
 * @param loss what it minimises
 * @param optimizer how
 * @param start what is learned before training, row-major: one array for each of {@link
 *     dev.nemesis.method.PreparedMethod#learned}
 * @param draws its random choices
 * @param images its training images; runs may share them
 */
public record Run(
    LossSpec loss, OptimizerSpec optimizer, List<float[]> start, RunDraws draws, Features images) {
  public Run {
    start = List.copyOf(start);
  }
}
