package dev.nemesis.clip;

import dev.nemesis.clip.declared.Activation;

/**
 * Facts of a tower that the shapes of its tensors do not tell.
 *
 * @param activation of its blocks; a ResNet's is {@link Activation#RELU}
 * @param heads of its attention, or of a ResNet's attention pool
 * @param epsilon of its layer norms; a ResNet has none and {@link #EPSILON}
 */
public record Tower(Activation activation, int heads, double epsilon) {
  /** The epsilon of OpenAI's layer norms, and nearly everyone's. */
  static final double EPSILON = 1e-5;

  /** Describes the tower in words. */
  @Override
  public String toString() {
    String both = activation.title() + ", " + heads + " heads";
    return activation == Activation.RELU ? both : both + ", eps " + epsilon;
  }
}
