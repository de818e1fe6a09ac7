package dev.nemesis.train;

/**
 * The random choices of one run. Trainings draw them from the seed; recorded runs of the reference
 * bring their own.
 */
public interface RunDraws {
  /**
   * The images of each step of an epoch.
   *
   * @return {@code [steps][batch]}, indices into the run's training images; every epoch has as many
   *     steps, every step as many images
   */
  int[][] batches(int epoch);

  /** The positions PAN tries in a step, {@code [N]}, distinct. */
  int[] positions(int epoch, int step);
}
