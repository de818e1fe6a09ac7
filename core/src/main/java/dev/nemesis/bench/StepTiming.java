package dev.nemesis.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The cost of a step, as it was timed.
 *
 * @param step what it does, and for how many cells
 * @param names of the classes
 * @param algorithm whose way of making it
 * @param images whether the batch's images are encoded in it
 * @param seconds of one step of one cell, in each round, in order
 */
public record StepTiming(
    StepCase step, ClassNameTokens names, Algorithm algorithm, boolean images, double[] seconds) {

  static StepTiming of(
      StepCase step, ClassNameTokens names, Algorithm algorithm, boolean images, double[] rounds) {
    double[] each = Arrays.stream(rounds).map(s -> s / step.cells()).toArray();
    return new StepTiming(step, names, algorithm, images, each);
  }

  /** How many rounds were timed. */
  public int rounds() {
    return seconds.length;
  }

  /** The middle round, or the mean of the two in the middle. */
  public double median() {
    return Medians.of(seconds);
  }

  /** The fastest round. */
  public double least() {
    return Arrays.stream(seconds).min().orElseThrow();
  }

  /** The slowest round. */
  public double most() {
    return Arrays.stream(seconds).max().orElseThrow();
  }

  /**
   * The ratio of this timing to another, round by round: what the machine did meanwhile is in both.
   *
   * @return one a round that both have
   */
  public double[] over(StepTiming other) {
    return IntStream.range(0, Math.min(rounds(), other.rounds()))
        .mapToDouble(round -> seconds[round] / other.seconds[round])
        .toArray();
  }
}
