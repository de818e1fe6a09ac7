package dev.nemesis.grid;

import java.util.List;
import java.util.Map;

/**
 * The declaration of a method for grids: its name, its settings, and what of the common ones it
 * takes. Found by {@link java.util.ServiceLoader}; what a method computes is said by {@code
 * dev.nemesis.method.LearningMethod}, which extends this.
 */
public interface MethodDeclaration {
  /** The value of {@code method} in grid files: lower-case letters, digits and {@code _}. */
  String name();

  /** The name in tables and figures, e.g. {@code CoOp}. */
  String title();

  /** Whether anything is learned. If not, a cell has neither shots nor seed, prompt nor loss. */
  default boolean isTrained() {
    return true;
  }

  /**
   * Whether context vectors are among what is learned: then a cell has a prompt, and a loss on
   * their norms may act. If not, losses are refused.
   */
  default boolean learnsVectors() {
    return true;
  }

  /** Settings that no other method has. */
  default List<OwnSetting> settings() {
    return List.of();
  }

  /**
   * Defaults that are not CoOp's, by the keys of common settings. A method that gives one for
   * {@code prompts} learns several prompts side by side; the others learn one, whatever a grid
   * says.
   */
  default Map<String, Object> defaults() {
    return Map.of();
  }

  /**
   * Common settings that must be left alone, by their keys, each with the reason: a flag must not
   * be true, words must be empty.
   */
  default Map<String, String> refused() {
    return Map.of(Setting.CLASS_SPECIFIC.key(), "its vectors are shared by all classes");
  }

  /** Whether images' spatial features are read beside the pooled one. */
  default boolean readsRegions() {
    return false;
  }

  /**
   * How many prompts go through the text encoder in one step of one cell, by which bundles are cut.
   */
  default int promptsPerStep(Cell cell) {
    return 1;
  }
}
