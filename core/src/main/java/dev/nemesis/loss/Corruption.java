package dev.nemesis.loss;

import java.util.ArrayList;
import java.util.List;

/**
 * One position of a learned prompt spoiled, by which the paper shows the Low-Norm Effect (section
 * 3.1): where the prompt then classifies better, a smaller norm would have been better.
 *
 * @param operation what is done to the vector
 * @param factor of {@link Operation#RESCALE}, above 0; the strength of {@link Operation#REPLACE}'s
 *     noise, at least 0
 * @param position from 0
 */
public record Corruption(Operation operation, double factor, int position) {
  private static final double[] REPLACEMENTS = {0, 0.001, 0.01, 0.1, 0.5};
  private static final double[] FACTORS = {0.001, 0.01, 0.1, 0.5, 2};

  /** The operation applied to a vector. */
  public enum Operation {
    /** A zero-mean Gaussian vector takes its place. */
    REPLACE,
    /** It is multiplied by the factor. */
    RESCALE
  }

  /** The meaning of the strength of replacing noise: the paper writes a variance. */
  public enum Noise {
    /** The factor is the variance of each element. */
    VARIANCE,
    /** The factor is the standard deviation, as the released script hands it to the generator. */
    STD;

    /** The standard deviation of noise of this strength. */
    public double std(double factor) {
      return this == VARIANCE ? Math.sqrt(factor) : factor;
    }
  }

  /** The paper's: five replacements and five factors at every position of L, 10 x L in all. */
  public static List<Corruption> paper(int ctxLen) {
    List<Corruption> all = new ArrayList<>();
    for (double factor : REPLACEMENTS) {
      atEveryPosition(all, Operation.REPLACE, factor, ctxLen);
    }
    for (double factor : FACTORS) {
      atEveryPosition(all, Operation.RESCALE, factor, ctxLen);
    }
    return all;
  }

  private static void atEveryPosition(
      List<Corruption> all, Operation operation, double factor, int ctxLen) {
    for (int position = 0; position < ctxLen; position++) {
      all.add(new Corruption(operation, factor, position));
    }
  }
}
