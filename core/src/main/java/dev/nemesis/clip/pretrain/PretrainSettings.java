package dev.nemesis.clip.pretrain;

/**
 * The settings that determine a pretraining, and so its weights.
 *
 * @param steps of the optimizer, at least 1
 * @param batch pictures a step
 * @param seed of first weights and lessons
 * @param learningRate at its highest
 * @param warmUpSteps over which the learning rate rises from 0; it falls to 0 as a cosine after
 * @param weightDecay of matrices, decoupled from the gradient
 * @param easySteps over which lessons go from large and plain to any
 * @param patch side of an image patch in pixels, a divisor of 64
 * @param vision sizes of the image encoder
 * @param text sizes of the text encoder
 */
public record PretrainSettings(
    int steps,
    int batch,
    long seed,
    double learningRate,
    int warmUpSteps,
    double weightDecay,
    int easySteps,
    int patch,
    Tower vision,
    Tower text) {

  /**
   * Sizes of one encoder.
   *
   * @param width channels of its tokens, a multiple of 64
   * @param layers transformer blocks
   */
  public record Tower(int width, int layers) {}

  /**
   * The recipe of the weights that come with the project: 3,600 steps, 18 minutes on two cores that
   * others used as well.
   */
  public static PretrainSettings shipped() {
    return new PretrainSettings(
        3600, 128, 1, 1e-3, 150, 0.05, 800, 16, new Tower(128, 4), new Tower(64, 3));
  }

  /**
   * Returns these settings for another number of steps, with the phases of the schedule in
   * proportion.
   */
  public PretrainSettings withSteps(int newSteps) {
    double share = (double) newSteps / steps;
    return new PretrainSettings(
        newSteps,
        batch,
        seed,
        learningRate,
        (int) Math.ceil(warmUpSteps * share),
        weightDecay,
        (int) Math.ceil(easySteps * share),
        patch,
        vision,
        text);
  }

  /** Returns these settings with another batch size. */
  public PretrainSettings withBatch(int newBatch) {
    return new PretrainSettings(
        steps,
        newBatch,
        seed,
        learningRate,
        warmUpSteps,
        weightDecay,
        easySteps,
        patch,
        vision,
        text);
  }

  /** Returns these settings with another seed. */
  public PretrainSettings withSeed(long newSeed) {
    return new PretrainSettings(
        steps,
        batch,
        newSeed,
        learningRate,
        warmUpSteps,
        weightDecay,
        easySteps,
        patch,
        vision,
        text);
  }

  /** Learning rate of a step, counted from 0. */
  double learningRate(int step) {
    if (step < warmUpSteps) {
      return learningRate * (step + 1) / warmUpSteps;
    }
    double done = (double) (step - warmUpSteps) / Math.max(1, steps - warmUpSteps);
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * done));
  }

  /** How easy the lessons of a step are: 1 at first, 0 from {@link #easySteps} on. */
  double ease(int step) {
    return Math.max(0, 1 - (double) step / Math.max(1, easySteps));
  }
}
