package dev.nemesis.train;

import dev.nemesis.random.Draws;
import java.util.Arrays;

/**
 * Choices from a seed: the order of images in each epoch, PAN's positions. Two runs of one seed
 * differ in nothing but what their losses make of them.
 *
 * @param seed of the cell
 * @param ctxLen L
 * @param images how many training images there are
 * @param batchSize images a step; with fewer images than that, all of them make one small batch,
 *     otherwise the last incomplete batch is dropped
 * @param tried N, how many positions PAN tries a step
 */
public record SeededDraws(long seed, int ctxLen, int images, int batchSize, int tried)
    implements RunDraws {

  @Override
  public int[][] batches(int epoch) {
    int[] order = Draws.permutation(Draws.of(seed, "shuffle", epoch), images);
    int size = Math.min(batchSize, images);
    int[][] batches = new int[images / size][];
    for (int b = 0; b < batches.length; b++) {
      batches[b] = Arrays.copyOfRange(order, b * size, (b + 1) * size);
    }
    return batches;
  }

  @Override
  public int[] positions(int epoch, int step) {
    int[] order = Draws.permutation(Draws.of(seed, "positions", epoch, step), ctxLen);
    return Arrays.copyOf(order, tried);
  }
}
