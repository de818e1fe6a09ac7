package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.function.Supplier;

/** Sees every step of a bundle; for comparing with recorded runs and for measurements. */
public interface StepObserver {
  /** Looks at nothing. */
  StepObserver NONE = step -> {};

  /** Called after each step's update. Arrays live until it returns. */
  void step(Step step);

  /**
   * One step of all runs.
   *
   * @param epoch counted from 0
   * @param index of the step within the epoch
   * @param logits before the update {@code [K, B, C]}
   * @param gradients of what is learned, the context vectors' {@code [K, V, L, W]} first
   * @param learned after the update, likewise
   * @param numbers of each run {@code [K]}; fetched from the device when asked for, which waits for
   *     the step to end
   */
  record Step(
      int epoch,
      int index,
      NDArray logits,
      NDList gradients,
      NDList learned,
      Supplier<List<StepNumbers>> numbers) {}
}
