package dev.nemesis.grid;

/** How prompts come about. */
public enum Method {
  /** The hand-written prompt "a photo of a {class}.", nothing trained. */
  ZEROSHOT,
  /** CoOp: context vectors shared by all classes (or one set per class), learned. */
  COOP,
  /** PLOT: several prompts, matched with an image's spatial features by optimal transport. */
  PLOT,
  /** CoCoOp: context vectors shifted, for every image, by what a learned meta-net makes of it. */
  COCOOP
}
