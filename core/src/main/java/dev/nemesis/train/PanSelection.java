package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * PAN's trials: in every step, each run's prompt with one position shrunken, N times over, without
 * a gradient. A position improved where strictly more images of the batch are classified right than
 * by the prompt as it is.
 */
final class PanSelection {
  private final List<Run> runs;
  private final PreparedMethod method;
  private final int ctxLen;
  private final int[] first; // where run k's trials begin among all M of the bundle
  private final int total;
  private final NDArray owners; // [M]: which run a trial belongs to
  private final NDArray tau; // [M, 1]
  private final NDArray asked; // [M]: 0 where a position counts whatever a trial would find
  private final NDArray unasked; // [M]: 1 there
  private final boolean anyAsked;
  private final NDArray one;

  PanSelection(NDManager manager, List<Run> runs, PreparedMethod method, int ctxLen) {
    this.runs = runs;
    this.method = method;
    this.ctxLen = ctxLen;
    first = new int[runs.size() + 1];
    for (int k = 0; k < runs.size(); k++) {
      first[k + 1] = first[k] + (runs.get(k).loss().usesPan() ? runs.get(k).loss().positions() : 0);
    }
    total = first[runs.size()];
    long[] owner = new long[total];
    float[] factors = new float[total];
    float[] ask = new float[total];
    float[] none = new float[total];
    for (int k = 0; k < runs.size(); k++) {
      for (int m = first[k]; m < first[k + 1]; m++) {
        owner[m] = k;
        factors[m] = (float) runs.get(k).loss().tau();
        ask[m] = runs.get(k).loss().selection() ? 1 : 0;
        none[m] = 1 - ask[m];
      }
    }
    owners = total == 0 ? null : OwnedArrays.longs(manager, owner, total);
    tau = total == 0 ? null : OwnedArrays.floats(manager, factors, total, 1);
    asked = total == 0 ? null : OwnedArrays.floats(manager, ask, total);
    unasked = total == 0 ? null : OwnedArrays.floats(manager, none, total);
    anyAsked = runs.stream().anyMatch(run -> run.loss().usesPan() && run.loss().selection());
    one = OwnedArrays.constant(manager, 1);
  }

  /** Which run each trial belongs to, {@code [M]}. */
  int[] owners() {
    int[] of = new int[total];
    for (int k = 0; k < runs.size(); k++) {
      Arrays.fill(of, first[k], first[k + 1], k);
    }
    return of;
  }

  /** Returns whether there are any trials. */
  boolean any() {
    return total > 0;
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
   * The position each trial shrinks, in all steps of an epoch.
   *
   * @return 1 there, 0 elsewhere: {@code [steps, M, L]}
   */
  NDArray tried(NDManager manager, int[][][] positions) {
    float[] tried = new float[positions.length * total * ctxLen];
    for (int s = 0; s < positions.length; s++) {
      for (int k = 0; k < runs.size(); k++) {
        for (int i = 0; i < positions[s][k].length; i++) {
          tried[((s * total) + first[k] + i) * ctxLen + positions[s][k][i]] = 1;
        }
      }
    }
    return OwnedArrays.floats(manager, tried, positions.length, total, ctxLen);
  }

  /**
   * Runs the trials of one step.
   *
   * @param learned all arrays, in the step's manager; the context vectors {@code [K, V, L, W]}
   *     first
   * @param images normalised image features of the batches {@code [K, B, ...]}
   * @param labels {@code [K, B]}
   * @param tried {@code [M, L]}
   * @param correct images the unshrunken prompts classify right {@code [K]}
   * @return 1 for each trial whose position improved, else 0, also where its run does not ask:
   *     {@code [M]}
   */
  NDArray improved(NDList learned, NDArray images, NDArray labels, NDArray tried, NDArray correct) {
    if (!anyAsked) {
      return Rows.view(images.getManager(), asked);
    }
    int prompts = method.promptsOf((int) images.getShape().get(1));
    int atOnce = Math.max(1, method.promptsAtOnce() / prompts);
    return Autograd.withoutGradient(
        () -> {
          NDArray scale = tried.mul(tau).add(tried.neg().add(one)); // [M, L]
          NDList right = new NDList();
          for (int from = 0; from < total; from += atOnce) {
            int to = Math.min(total, from + atOnce);
            NDIndex some = new NDIndex(from + ":" + to);
            right.add(right(learned, images, labels, scale.get(some), some));
          }
          NDArray all = right.size() == 1 ? right.get(0) : NDArrays.concat(right);
          NDArray before = ofOwners(Rows.view(images.getManager(), owners), correct);
          return all.gt(before).toType(DataType.FLOAT32, false).mul(asked);
        });
  }

  /**
   * Selects the trials whose position counts: those that improved, or all where their run does not
   * select.
   *
   * @param improved {@code [M]}
   * @return 1 or 0, {@code [M]}
   */
  NDArray selected(NDArray improved) {
    return improved.add(unasked);
  }

  /**
   * Returns the results of one run's trials.
   *
   * @param improved of every trial, 1 or 0
   */
  boolean[] ofRun(float[] improved, int run) {
    boolean[] own = new boolean[first[run + 1] - first[run]];
    for (int i = 0; i < own.length; i++) {
      own[i] = improved[first[run] + i] > 0;
    }
    return own;
  }

  /** Images that some of the trials classify right. */
  private NDArray right(
      NDList learned, NDArray images, NDArray labels, NDArray scale, NDIndex some) {
    try (NDManager scratch = images.getManager().newSubManager()) {
      NDArray index = Rows.view(scratch, owners).get(some);
      NDList prompts = new NDList();
      learned.forEach(array -> prompts.add(ofOwners(index, array)));
      prompts.set(0, prompts.get(0).mul(scale.reshape(-1, 1, ctxLen, 1)));
      NDArray logits = method.logits(method.encode(prompts), ofOwners(index, images));
      NDArray right = Classification.correct(logits, ofOwners(index, labels));
      right.attach(images.getManager());
      return right;
    }
  }

  /** The rows of each trial's run, {@code [K, ...] -> [M, ...]}. */
  private static NDArray ofOwners(NDArray index, NDArray perRun) {
    Shape shape = perRun.getShape();
    NDArray rows = perRun.reshape(shape.get(0), -1);
    Shape selected = new Shape(index.getShape().get(0)).addAll(shape.slice(1));
    return Rows.select(rows, index).reshape(selected);
  }
}
