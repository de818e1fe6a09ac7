package dev.nemesis.bench;

import java.util.Arrays;

/**
 * What a step costs.
 *
 * @param step what it does, and for how many cells
 * @param names of the classes
 * @param algorithm {@code ours} or {@code reference}
 * @param images whether the batch's images are encoded in it
 * @param seconds of one step of one cell, in each round, ascending
 */
public record StepTiming(
    StepCase step, ClassNames names, String algorithm, boolean images, double[] seconds) {

  static StepTiming of(
      StepCase step, ClassNames names, String algorithm, boolean images, double[] rounds) {
    double[] each = Arrays.stream(rounds).map(s -> s / step.cells()).sorted().toArray();
    return new StepTiming(step, names, algorithm, images, each);
  }

  /** The middle one. */
  public double median() {
    return seconds[seconds.length / 2];
  }

  /** The fastest round. */
  public double least() {
    return seconds[0];
  }

  /** The slowest round. */
  public double most() {
    return seconds[seconds.length - 1];
  }
}
