package dev.nemesis.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.OwnValue;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.loss.Corruption;
import dev.nemesis.method.LearningMethod;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.ArrayShape;
import dev.nemesis.tensor.Autograd;
import java.util.Arrays;
import java.util.List;

/**
 * Tests prompts on a target: its class list in front of its test images. Close it to free what it
 * keeps on the device.
 */
public final class PromptEvaluation implements AutoCloseable {
  private final ClipModel model;
  private final Target target;
  private final NDManager manager;
  private final PreparedMethod method;
  private final TestSet test;

  /**
   * Prepares.
   *
   * @param prompt the shape of the prompts; class-specific ones are of the target's classes. Null
   *     where no context vectors are learned
   * @param own values of the settings that the method brings; null where it brings none
   */
  public PromptEvaluation(
      ClipModel model,
      Tokenizer tokenizer,
      Method method,
      PromptSpec prompt,
      List<OwnValue> own,
      Target target) {
    this.model = model;
    this.target = target;
    manager = model.newManager();
    this.method =
        LearningMethod.of(method)
            .prepare(manager, model, tokenizer, target.classNames(), prompt, own);
    test = new TestSet(manager, target.test());
  }

  /** CLIP's hand-written prompt on a target. */
  public static Evaluation zeroShot(ClipModel model, Tokenizer tokenizer, Target target) {
    return untrained(model, tokenizer, Method.ZEROSHOT, null, target);
  }

  /** A method that learns nothing on a target. */
  static Evaluation untrained(
      ClipModel model, Tokenizer tokenizer, Method method, List<OwnValue> own, Target target) {
    try (PromptEvaluation evaluation =
        new PromptEvaluation(model, tokenizer, method, null, own, target)) {
      return evaluation.evaluate(List.of(List.of())).get(0);
    }
  }

  /** The method that trains and encodes prompts for the target's classes. */
  PreparedMethod method() {
    return method;
  }

  /** The target's test images. */
  TestSet test() {
    return test;
  }

  /**
   * Tests learned prompts.
   *
   * @param learned K prompts: of each its arrays, as {@link PreparedMethod#learned}
   * @return K evaluations
   * @throws InputException if an array has another size than prompts of this shape have, or logits
   *     are not finite
   */
  public List<Evaluation> evaluate(List<List<float[]>> learned) {
    try (NDManager scratch = manager.newSubManager()) {
      learned.forEach(this::check);
      return evaluate(PromptParameters.stacked(scratch, learned, method.learned()));
    }
  }

  /** Predictions of learned prompts on the target, {@link TestSet#NO_CLASS} included. */
  int[][] predict(List<List<float[]>> learned) {
    learned.forEach(this::check);
    try (NDManager scratch = manager.newSubManager()) {
      return predict(PromptParameters.stacked(scratch, learned, method.learned()));
    }
  }

  private int[][] predict(NDList prompts) {
    NDList encoded = Autograd.withoutGradient(() -> method.encode(prompts));
    return test.classify(method, encoded);
  }

  private List<Evaluation> evaluate(NDList prompts) {
    int[][] predicted = predict(prompts);
    Arrays.stream(predicted).forEach(one -> requireFinite("on " + target.name(), one));
    return Arrays.stream(predicted).map(this::evaluation).toList();
  }

  /** Refuses what the largest of numbers that are none would be taken for. */
  static void requireFinite(String what, int[] predicted) {
    TestSet.flaw(predicted)
        .ifPresent(
            flaw -> {
              throw InputException.cannot(
                  ErrorCode.WEIGHTS,
                  "test %s: %s, so they are no predictions; are the weights and the prompt right?"
                      .formatted(what, flaw));
            });
  }

  /** The evaluation of predictions on this target. */
  Evaluation evaluation(int[] predicted) {
    return Metrics.evaluation(
        target.name(), target.classes(), predicted, test.labels(), target.classNames().size());
  }

  /**
   * Tests a learned prompt once for every corruption.
   *
   * @param learned its arrays
   * @return a row a corruption, in order
   */
  public List<CorruptionRow> corrupt(
      List<float[]> learned,
      List<Corruption> corruptions,
      CorruptionSweep.Replacements replacements) {
    check(learned);
    return new CorruptionSweep(model, method, learned).run(corruptions, replacements, test);
  }

  private void check(List<float[]> learned) {
    int arrays = method.learned().size();
    boolean fits = learned.size() == arrays;
    for (int i = 0; fits && i < arrays; i++) {
      fits = learned.get(i).length == method.learned().get(i).shape().size();
    }
    if (!fits) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "test a prompt of %s values on %s: with this model and its %d classes it would be %s"
              .formatted(
                  learned.stream().map(array -> array.length).toList(),
                  target.name(),
                  target.classNames().size(),
                  method.learned().stream().map(ArrayShape::shape).toList()));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
