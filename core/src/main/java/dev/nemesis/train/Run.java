package dev.nemesis.train;

import dev.nemesis.feature.Features;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.OptimizerSpec;

/**
 * One training inside a bundle. All runs of a bundle have the same number of epochs, steps and
 * images a step.
 *
 * @param loss what it minimises
 * @param optimizer how
 * @param draws its random choices
 * @param images its training images; runs may share them
 */
public record Run(LossSpec loss, OptimizerSpec optimizer, RunDraws draws, Features images) {}
