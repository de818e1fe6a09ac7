package dev.nemesis.clip.declared;

/** The function between the two linear maps of a block. */
public enum Activation {
  /** {@code x sigmoid(1.702 x)}: OpenAI's models. */
  QUICK_GELU("QuickGELU"),
  /** {@code x Phi(x)}, exact: open_clip's own models. */
  GELU("GELU"),
  /** {@code max(x, 0)}: of ResNets' image side alone. */
  RELU("ReLU");

  private final String title;

  Activation(String title) {
    this.title = title;
  }

  /** The function's name as papers write it. */
  public String title() {
    return title;
  }
}
