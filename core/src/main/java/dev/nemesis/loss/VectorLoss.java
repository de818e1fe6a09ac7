package dev.nemesis.loss;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Declarations;
import dev.nemesis.grid.LossDeclaration;
import dev.nemesis.grid.LossSpec;
import java.util.Arrays;

/**
 * A loss on the context vectors (section 3.2 of the paper): {@code total = ce + factor(epoch) x
 * sum_j weight_j x measure_j}, j over the L positions. An implementation is one class with a public
 * constructor without arguments; it keeps no state, for one object serves all runs. It is found by
 * its name in {@code META-INF/services/dev.nemesis.grid.LossDeclaration}.
 */
public interface VectorLoss extends LossDeclaration {
  /**
   * The weight of each position in every step of a run.
   *
   * @param loss the cell's settings, its own among them ({@link LossSpec#own(String)})
   * @param length L
   */
  Weights weights(LossSpec loss, int length);

  /** The quantity of each vector that is weighed; the p-norm of the cell unless overridden. */
  default Measure measure(LossSpec loss) {
    return new PNorm(loss.norm());
  }

  /**
   * Weights of the positions of one run.
   *
   * @param everywhere {@code [L]}: in each step, whatever is tried
   * @param selected shared equally by the positions that a step selects of those it tries: where
   *     shrinking classified strictly more of the batch right
   */
  record Weights(double[] everywhere, double selected) {
    /** The same weight at every position. */
    public static Weights even(int length, double weight) {
      double[] everywhere = new double[length];
      Arrays.fill(everywhere, weight);
      return new Weights(everywhere, 0);
    }
  }

  /**
   * The loss of a cell.
   *
   * @throws InputException if only its name is known, or its class computes nothing
   */
  static VectorLoss of(LossSpec loss) {
    return Declarations.loss(loss.label())
        .filter(VectorLoss.class::isInstance)
        .map(VectorLoss.class::cast)
        .orElseThrow(
            () ->
                InputException.cannot(
                    ErrorCode.ARGUMENT,
                    ("compute loss %s: no class here does; give the jar whose class implements %s"
                            + " by --jars")
                        .formatted(loss.label(), VectorLoss.class.getName())));
  }
}
