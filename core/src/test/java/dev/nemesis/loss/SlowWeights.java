package dev.nemesis.loss;

import dev.nemesis.grid.LossSpec;
import java.util.Arrays;

/**
 * The paper's losses, written down plainly: how strongly each position's norm counts in one step:
 * {@code alpha_j / (number of non-zero alphas)}, for PUN and for PAN.
 *
 * @param pun {@code [L]}: omega / L at every position, zero where PUN has no share
 * @param pan {@code [L]}: omega over the number of selected positions, at those; zero elsewhere
 */
record SlowWeights(double[] pun, double[] pan) {

  /**
   * Weights of a step.
   *
   * @param length L
   * @param positions the positions PAN tried in this batch, distinct
   * @param improved for each of them, whether shrinking it classified strictly more images of the
   *     batch right
   */
  public static SlowWeights of(LossSpec loss, int length, int[] positions, boolean[] improved) {
    double[] pun = new double[length];
    double[] pan = new double[length];
    if (loss.usesPun()) {
      Arrays.fill(pun, loss.omega() / length);
    }
    if (loss.usesPan()) {
      int selected = 0;
      for (int i = 0; i < positions.length; i++) {
        if (improved[i] || !loss.selection()) {
          pan[positions[i]] = loss.omegaOfPan();
          selected++;
        }
      }
      for (int j = 0; j < length; j++) {
        pan[j] /= Math.max(1, selected);
      }
    }
    return new SlowWeights(pun, pan);
  }
}
