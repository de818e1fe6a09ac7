package dev.nemesis.bench;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.PromptSpec;
import java.util.List;

/**
 * A training step to be timed.
 *
 * @param label its name in the paper's table A8: {@code coop}, {@code coop+pun}, {@code coop+pan},
 *     {@code coop+pun+pan}, {@code plot}
 * @param method how prompts come about
 * @param prompt their shape
 * @param loss the norm loss
 * @param cells how many cells are trained together
 */
public record StepCase(String label, Method method, PromptSpec prompt, LossSpec loss, int cells) {
  private static final int CTX_LEN = 16;
  private static final PromptSpec GENERIC = PromptSpec.generic(CTX_LEN);

  /** CoOp. */
  public static StepCase coop() {
    return new StepCase("coop", Method.COOP, GENERIC, LossSpec.NONE, 1);
  }

  /** CoOp with PUN. */
  public static StepCase pun() {
    return new StepCase("coop+pun", Method.COOP, GENERIC, loss(1, 0), 1);
  }

  /** CoOp with PAN at so many positions. */
  public static StepCase pan(int positions) {
    return new StepCase("coop+pan", Method.COOP, GENERIC, loss(0, positions), 1);
  }

  /** CoOp with both, PAN at one position. */
  public static StepCase punAndPan() {
    return new StepCase("coop+pun+pan", Method.COOP, GENERIC, loss(0.5, 1), 1);
  }

  /** PLOT with four prompts. */
  public static StepCase plot() {
    PromptSpec four = new PromptSpec(CTX_LEN, GENERIC.classTokenPosition(), false, 4, null);
    return new StepCase("plot", Method.PLOT, four, LossSpec.NONE, 1);
  }

  /** The paper's tables A8 and A9, in their order. */
  public static List<StepCase> paper() {
    return List.of(coop(), pun(), pan(1), pan(2), pan(4), pan(8), pan(16), punAndPan(), plot());
  }

  /**
   * One of {@link #paper} by its short name.
   *
   * @param name {@code coop}, {@code pun}, {@code pan1} (also 2, 4, 8, 16), {@code pun+pan} or
   *     {@code plot}
   * @throws InputException if there is none
   */
  public static StepCase of(String name) {
    return paper().stream()
        .filter(step -> step.shortName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                InputException.cannot(
                    ErrorCode.ARGUMENT,
                    "time a step called %s; give some of %s"
                        .formatted(
                            name,
                            String.join(
                                ", ", paper().stream().map(StepCase::shortName).toList()))));
  }

  private String shortName() {
    String loss = label.startsWith("coop+") ? label.substring("coop+".length()) : label;
    return loss.equals("pan") ? loss + loss().positions() : loss;
  }

  /** Returns this step for several cells trained together. */
  public StepCase bundled(int cells) {
    return new StepCase(label, method, prompt, loss, cells);
  }

  /** N, at how many positions PAN shrinks; 0 without PAN. */
  public int positions() {
    return loss.usesPan() ? loss.positions() : 0;
  }

  /** The step's name as it is printed: {@code coop+pan n=4}, {@code coop x8}. */
  public String name() {
    return label
        + (label.equals("coop+pan") ? " n=" + positions() : "")
        + (cells > 1 ? " x" + cells : "");
  }

  private static LossSpec loss(double beta, int positions) {
    return new LossSpec(
        1, beta, Norm.L2, OmegaSchedule.LOGISTIC, 0.2, positions, 0.5, positions > 0, null);
  }
}
