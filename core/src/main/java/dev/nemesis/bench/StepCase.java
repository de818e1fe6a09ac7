package dev.nemesis.bench;

import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.PromptSpec;

/**
 * What a step does.
 *
 * @param name as tables have it: {@code coop}, {@code coop+pun}, {@code coop+pan n=4}, {@code plot}
 * @param method how prompts come about
 * @param prompt their shape
 * @param loss the norm loss
 * @param cells how many cells are trained together
 */
public record StepCase(String name, Method method, PromptSpec prompt, LossSpec loss, int cells) {
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
    return new StepCase("coop+pan n=" + positions, Method.COOP, GENERIC, loss(0, positions), 1);
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

  /** The same for several cells trained together. */
  public StepCase bundled(int cells) {
    return new StepCase(name + " x" + cells, method, prompt, loss, cells);
  }

  private static LossSpec loss(double beta, int positions) {
    return new LossSpec(
        1, beta, Norm.L2, OmegaSchedule.LOGISTIC, 0.2, positions, 0.5, positions > 0, null);
  }
}
