package dev.nemesis.prompt;

import dev.nemesis.random.Draws;
import java.util.random.RandomGenerator;

/** Where learned context vectors start. */
public final class SoftPrompts {
  /** CoOp's deviation of a random start. */
  private static final double INIT_STD = 0.02;

  private SoftPrompts() {}

  /**
   * CoOp's random start: normal with mean 0 and standard deviation 0.02, from the seed alone.
   *
   * @return {@code [L, W]}, row-major
   */
  public static float[] random(long seed, int ctxLen, int width) {
    RandomGenerator random = Draws.of(seed, "context");
    float[] values = new float[ctxLen * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * INIT_STD);
    }
    return values;
  }
}
