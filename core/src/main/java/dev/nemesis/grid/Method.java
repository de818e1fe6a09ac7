package dev.nemesis.grid;

/** How prompts come about. */
public enum Method {
  /** The hand-written prompt "a photo of a {class}.", nothing trained. */
  ZEROSHOT,
  /** CoOp: context vectors shared by all classes (or one set per class), learned. */
  COOP
}
