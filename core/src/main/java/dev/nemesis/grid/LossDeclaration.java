package dev.nemesis.grid;

import java.util.List;

/**
 * The declaration of a loss on the context vectors for grids. Found by {@link
 * java.util.ServiceLoader}; what a loss computes is said by {@code dev.nemesis.loss.VectorLoss},
 * which extends this.
 */
public interface LossDeclaration {
  /** The value of {@code loss} in grid files: lower-case letters, digits and {@code _}. */
  String name();

  /** The name in tables, behind the method's: {@code PUN} in {@code CoOp + PUN}. */
  String title();

  /**
   * Whether shrunken prompts are tried in each step, as PAN does: then {@code positions}, {@code
   * tau} and {@code selection} have an effect.
   */
  default boolean triesPositions() {
    return false;
  }

  /** Settings that no other loss has. */
  default List<OwnSetting> settings() {
    return List.of();
  }
}
