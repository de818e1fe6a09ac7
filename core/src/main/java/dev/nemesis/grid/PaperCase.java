package dev.nemesis.grid;

import java.util.Locale;

/**
 * The training that a default of the published code is asked for: it differs by method, dataset and
 * shots.
 *
 * @param method how prompts come about
 * @param dataset the name of the dataset trained on; null if the grid file gives none
 * @param shots training images per class
 */
record PaperCase(Method method, String dataset, int shots) {
  /** The training of a cell. */
  static PaperCase of(Cell cell) {
    return new PaperCase(cell.method(), cell.dataset(), cell.shots());
  }

  boolean isImageNet() {
    return plainDataset().equals("imagenet");
  }

  /** Whether the dataset is one of the two that the published code treats otherwise. */
  boolean isFoodOrPets() {
    return plainDataset().equals("food101") || plainDataset().equals("oxfordpets");
  }

  /** {@code Food101}, {@code food-101} and {@code food_101} are one dataset. */
  private String plainDataset() {
    return dataset == null ? "" : dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
