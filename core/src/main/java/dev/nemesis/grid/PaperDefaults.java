package dev.nemesis.grid;

import java.util.Locale;

/**
 * The constants of the published code, used where a grid file says nothing. CoCoOp has its own: 10
 * epochs, batches of 1, 4 vectors that start from words. So have three datasets: ImageNet omega 10
 * and always 50 epochs, Food101 and OxfordPets omega 50 and a constant schedule.
 */
final class PaperDefaults {
  static final int SHOTS = 16;
  static final int SEED = 1;
  static final int VIEWS = 1;
  static final double LR = 0.002;
  static final double MOMENTUM = 0.9;
  static final double WEIGHT_DECAY = 5e-4;
  static final int WARMUP_EPOCHS = 1;
  static final double WARMUP_LR = 1e-5;
  static final double TAU = 0.5;
  static final int POSITIONS = 1;
  static final double K = 0.2;
  static final double MIX_BETA = 0.5;
  static final int PLOT_PROMPTS = 4;

  private PaperDefaults() {}

  static int ctxLen(Method method) {
    return method == Method.COCOOP ? 4 : 16;
  }

  /** Words the vectors start from; null for a random start. */
  static String ctxInit(Method method) {
    return method == Method.COCOOP ? "a photo of a" : null;
  }

  static int batchSize(Method method) {
    return method == Method.COCOOP ? 1 : 32;
  }

  static double omega(String dataset) {
    return isImageNet(dataset) ? 10 : isFoodOrPets(dataset) ? 50 : 1;
  }

  static OmegaSchedule schedule(String dataset) {
    return isFoodOrPets(dataset) ? OmegaSchedule.CONSTANT : OmegaSchedule.LOGISTIC;
  }

  static boolean isImageNet(String dataset) {
    return plain(dataset).equals("imagenet");
  }

  private static boolean isFoodOrPets(String dataset) {
    return plain(dataset).equals("food101") || plain(dataset).equals("oxfordpets");
  }

  /** {@code Food101}, {@code food-101} and {@code food_101} are one dataset. */
  private static String plain(String dataset) {
    return dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
