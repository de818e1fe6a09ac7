package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.prompt.PromptMethod;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.List;

/**
 * PAN's trials: in every step, each run's prompt with one position shrunken, N times over, without
 * a gradient. A position improved where strictly more images of the batch are classified right than
 * by the prompt as it is.
 */
final class Trials {
  private final List<Run> runs;
  private final PromptMethod method;
  private final int ctxLen;
  private final int[] first; // where run k's trials begin among all M of the bundle
  private final int total;
  private final NDArray owners; // [M]: which run a trial belongs to
  private final double[] tau;

  Trials(NDManager manager, List<Run> runs, PromptMethod method, int ctxLen) {
    this.runs = runs;
    this.method = method;
    this.ctxLen = ctxLen;
    first = new int[runs.size() + 1];
    for (int k = 0; k < runs.size(); k++) {
      first[k + 1] = first[k] + (runs.get(k).loss().usesPan() ? runs.get(k).loss().positions() : 0);
    }
    total = first[runs.size()];
    long[] owner = new long[total];
    tau = new double[total];
    for (int k = 0; k < runs.size(); k++) {
      for (int m = first[k]; m < first[k + 1]; m++) {
        owner[m] = k;
        tau[m] = runs.get(k).loss().tau();
      }
    }
    owners = total == 0 ? null : OwnedArrays.longs(manager, owner, total);
  }

  /** The positions each run tries in each step of an epoch, {@code [steps][K][N]}. */
  int[][][] positions(int epoch, int steps) {
    int[][][] positions = new int[steps][runs.size()][];
    for (int s = 0; s < steps; s++) {
      for (int k = 0; k < runs.size(); k++) {
        positions[s][k] =
            first[k] == first[k + 1] ? new int[0] : runs.get(k).draws().positions(epoch, s);
      }
    }
    return positions;
  }

  /**
   * What each trial multiplies each position by, for all steps of an epoch: one array a step,
   * {@code [M, 1, L, 1]}.
   */
  NDList scales(NDManager manager, int[][][] positions) {
    NDList scales = new NDList();
    for (int[][] step : positions) {
      if (total > 0) {
        float[] scale = new float[total * ctxLen];
        java.util.Arrays.fill(scale, 1);
        for (int k = 0; k < step.length; k++) {
          for (int i = 0; i < step[k].length; i++) {
            int m = first[k] + i;
            // Without selection nothing is scaled: the trial's outcome is not asked for.
            scale[m * ctxLen + step[k][i]] = (float) tau[m];
          }
        }
        scales.add(OwnedArrays.floats(manager, scale, total, 1, ctxLen, 1));
      }
    }
    return scales;
  }

  /**
   * Runs the trials of one step.
   *
   * @param learned all arrays, in the step's manager; the context vectors {@code [K, V, L, W]}
   *     first
   * @param images normalised image features of the batches {@code [K, B, ...]}
   * @param labels {@code [K, B]}
   * @param scale {@code [M, 1, L, 1]}
   * @param correct images the unshrunken prompts classify right {@code [K]}
   * @return per run, whether each tried position improved
   */
  boolean[][] run(NDList learned, NDArray images, NDArray labels, NDArray scale, float[] correct) {
    float[] shrunken = new float[total];
    int prompts = method.promptsOf((int) images.getShape().get(1));
    int atOnce = Math.max(1, method.promptsAtOnce() / prompts);
    for (int from = 0; from < total; from += atOnce) {
      int to = Math.min(total, from + atOnce);
      float[] some = shrunken(learned, images, labels, scale, new NDIndex(from + ":" + to));
      System.arraycopy(some, 0, shrunken, from, some.length);
    }
    boolean[][] improved = new boolean[runs.size()][];
    for (int k = 0; k < improved.length; k++) {
      improved[k] = new boolean[first[k + 1] - first[k]];
      for (int i = 0; i < improved[k].length; i++) {
        improved[k][i] = shrunken[first[k] + i] > correct[k];
      }
    }
    return improved;
  }

  /** Images that some of the trials classify right. */
  private float[] shrunken(
      NDList learned, NDArray images, NDArray labels, NDArray scale, NDIndex some) {
    return Autograd.withoutGradient(
        () -> {
          try (NDManager scratch = images.getManager().newSubManager()) {
            NDArray index = Rows.view(scratch, owners).get(some);
            NDList prompts = new NDList();
            learned.forEach(array -> prompts.add(ofOwners(index, array)));
            prompts.set(0, prompts.get(0).mul(Rows.view(scratch, scale).get(some)));
            NDArray logits = method.logits(method.encode(prompts), ofOwners(index, images));
            return Classification.correct(logits, ofOwners(index, labels)).toFloatArray();
          }
        });
  }

  /** The rows of each trial's run, {@code [K, ...] -> [M, ...]}. */
  private static NDArray ofOwners(NDArray index, NDArray perRun) {
    Shape shape = perRun.getShape();
    NDArray rows = perRun.reshape(shape.get(0), -1);
    Shape selected = new Shape(index.getShape().get(0)).addAll(shape.slice(1));
    return Rows.select(rows, index).reshape(selected);
  }
}
