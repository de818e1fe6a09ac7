package dev.nemesis.train;

import dev.nemesis.loss.Corruption;
import dev.nemesis.random.Draws;
import java.util.random.RandomGenerator;

/**
 * Zero-mean Gaussian vectors from a seed. Each depends on the strength, the position and the set
 * alone, so that one sweep's vectors do not shift another's.
 *
 * @param seed of the cell
 * @param noise what a corruption's factor means
 * @param width W
 */
public record SeededReplacements(long seed, Corruption.Noise noise, int width)
    implements CorruptionSweep.Replacements {

  @Override
  public float[] vector(Corruption corruption, int set) {
    double std = noise.std(corruption.factor());
    RandomGenerator random =
        Draws.of(
            seed,
            "replacement",
            Double.doubleToLongBits(corruption.factor()),
            corruption.position(),
            set);
    float[] vector = new float[width];
    for (int i = 0; i < width; i++) {
      vector[i] = (float) (std * random.nextGaussian());
    }
    return vector;
  }
}
