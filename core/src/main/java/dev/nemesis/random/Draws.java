package dev.nemesis.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random streams that depend on a seed and on what they are for, and on nothing else: not on the
 * order in which cells run, nor on the thread, nor on any shared generator. Two cells with one seed
 * see the same batches and start from the same vectors; drawing more numbers for one purpose never
 * shifts another's.
 */
public final class Draws {
  private Draws() {}

  /**
   * A fresh generator for one purpose.
   *
   * @param seed the cell's seed
   * @param purpose what is drawn, e.g. {@code "shuffle"}
   * @param indices where in the run, e.g. the epoch
   */
  public static RandomGenerator of(long seed, String purpose, long... indices) {
    long state = mix(seed ^ 0x9E3779B97F4A7C15L);
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state + purpose.charAt(i));
    }
    for (long index : indices) {
      state = mix(state ^ mix(index + 0xD1B54A32D192ED03L));
    }
    return new SplittableRandom(state);
  }

  /** A uniformly random order of {@code 0..n-1} (Fisher-Yates). */
  public static int[] permutation(RandomGenerator random, int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** The finaliser of MurmurHash3: every bit of the input reaches every bit of the output. */
  private static long mix(long z) {
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
