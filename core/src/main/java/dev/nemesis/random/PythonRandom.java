package dev.nemesis.random;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * Python's {@code random.Random}: the Mersenne Twister MT19937, seeded and drawn from as CPython
 * does, so that a seed picks the images the reference picks. One stream, not safe for several
 * threads.
 */
public final class PythonRandom {
  /**
   * The largest population that {@code sample} copies to draw at most 5 items; in a larger one it
   * rejects repeats instead.
   */
  private static final int SMALL_POOL = 21;

  private final MersenneTwister twister;

  /** Seeds the generator like {@code random.seed(seed)}; as in Python, the sign is ignored. */
  public PythonRandom(long seed) {
    long magnitude = Math.abs(seed);
    int low = (int) magnitude;
    int high = (int) (magnitude >>> 32);
    twister = new MersenneTwister(high == 0 ? new int[] {low} : new int[] {low, high});
  }

  /**
   * Draws bits like {@code random.getrandbits(bits)}.
   *
   * @param bits from 1 to 32
   * @return a uniform number of {@code 0 .. 2^bits - 1}
   */
  public long getrandbits(int bits) {
    if (bits < 1 || bits > 32) {
      throw new IllegalArgumentException("Cannot draw " + bits + " bits at once: 1 to 32");
    }
    return Integer.toUnsignedLong(twister.nextInt() >>> (32 - bits));
  }

  /** Draws a uniform number in [0, 1) of 53 bits, like {@code random.random()}. */
  public double random() {
    int high = twister.nextInt() >>> 5;
    int low = twister.nextInt() >>> 6;
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
  }

  /**
   * Draws a uniform integer in {@code 0 .. n-1}, n at least 1, like {@code random.randrange(n)}.
   */
  public int below(int n) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(n);
    long drawn = getrandbits(bits);
    while (drawn >= n) {
      drawn = getrandbits(bits);
    }
    return (int) drawn;
  }

  /**
   * Draws k different items like {@code random.sample(population, k)}, in the order they are drawn.
   *
   * @param k from 0 to the population's size
   */
  public <T> List<T> sample(List<T> population, int k) {
    if (k < 0 || k > population.size()) {
      throw new IllegalArgumentException("Cannot draw " + k + " of " + population.size());
    }
    return population.size() <= poolSize(k) ? fromPool(population, k) : distinct(population, k);
  }

  /** The population up to which CPython copies it: the size of a hash set of k entries. */
  private static int poolSize(int k) {
    int size = SMALL_POOL;
    if (k > 5) {
      size += (int) Math.pow(4, Math.ceil(Math.log(k * 3.0) / Math.log(4)));
    }
    return size;
  }

  private <T> List<T> fromPool(List<T> population, int k) {
    List<T> pool = new ArrayList<>(population);
    List<T> drawn = new ArrayList<>(k);
    for (int i = 0; i < k; i++) {
      int last = pool.size() - 1 - i;
      int j = below(last + 1);
      drawn.add(pool.get(j));
      pool.set(j, pool.get(last));
    }
    return drawn;
  }

  private <T> List<T> distinct(List<T> population, int k) {
    Set<Integer> taken = new HashSet<>();
    List<T> drawn = new ArrayList<>(k);
    while (drawn.size() < k) {
      int j = below(population.size());
      if (taken.add(j)) {
        drawn.add(population.get(j));
      }
    }
    return drawn;
  }
}
