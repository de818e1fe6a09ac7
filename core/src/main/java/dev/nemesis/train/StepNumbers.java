package dev.nemesis.train;

import dev.nemesis.norm.NormWeights;

/**
 * The numbers of one training step of one run.
 *
 * @param ceLoss mean cross-entropy of the batch
 * @param correct images of the batch classified right before the update
 * @param norms before the update: the run's p-norm by position, summed over its sets of vectors
 *     {@code [L]}
 * @param positions the positions PAN tried {@code [N]}
 * @param improved for each of them, whether shrinking it classified strictly more images right
 * @param weights of the norms
 */
public record StepNumbers(
    float ceLoss,
    float correct,
    double[] norms,
    int[] positions,
    boolean[] improved,
    NormWeights weights) {}
