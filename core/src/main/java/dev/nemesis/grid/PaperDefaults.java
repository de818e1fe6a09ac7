package dev.nemesis.grid;

import java.util.Locale;

/**
 * The constants of the published code, used where a grid file says nothing. Three datasets have
 * their own: ImageNet omega 10 and always 50 epochs, Food101 and OxfordPets omega 50 and a constant
 * schedule.
 */
final class PaperDefaults {
  static final int CTX_LEN = 16;
  static final int SHOTS = 16;
  static final int SEED = 1;
  static final int VIEWS = 1;
  static final int BATCH_SIZE = 32;
  static final double LR = 0.002;
  static final double MOMENTUM = 0.9;
  static final double WEIGHT_DECAY = 5e-4;
  static final int WARMUP_EPOCHS = 1;
  static final double WARMUP_LR = 1e-5;
  static final double TAU = 0.5;
  static final int POSITIONS = 1;
  static final double K = 0.2;
  static final double MIX_BETA = 0.5;

  private PaperDefaults() {}

  static double omega(String dataset) {
    return isImageNet(dataset) ? 10 : isFoodOrPets(dataset) ? 50 : 1;
  }

  static String schedule(String dataset) {
    return isFoodOrPets(dataset) ? "constant" : "logistic";
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
