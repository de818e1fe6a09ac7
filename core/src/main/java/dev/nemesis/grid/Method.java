package dev.nemesis.grid;

/** How prompts come about. */
public enum Method {
  /** The hand-written prompt "a photo of a {class}.", nothing trained. */
  ZEROSHOT("Zero-shot CLIP"),
  /** CoOp: context vectors shared by all classes (or one set per class), learned. */
  COOP("CoOp"),
  /** PLOT: several prompts, matched with an image's spatial features by optimal transport. */
  PLOT("PLOT"),
  /** CoCoOp: context vectors shifted, for every image, by what a learned meta-net makes of it. */
  COCOOP("CoCoOp");

  private final String title;

  Method(String title) {
    this.title = title;
  }

  /** The name that the paper has for it. */
  public String title() {
    return title;
  }
}
