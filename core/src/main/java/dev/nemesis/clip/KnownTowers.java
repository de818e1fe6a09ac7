package dev.nemesis.clip;

import dev.nemesis.clip.declared.Declaration;
import dev.nemesis.clip.declared.Fact;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Heads and activations of published models, known by their shapes where no configuration is. */
final class KnownTowers {
  private static final int HEAD_WIDTH = 64;

  /** Widths of transformers whose heads are 64 wide in every published model, and small ones. */
  private static final Set<Integer> HEADS_OF_64 =
      Set.of(64, 128, 192, 256, 384, 512, 640, 768, 1024);

  /** Text towers alone: image towers of this width have other heads. */
  private static final int BIGG_TEXT = 1280;

  /** Width of {@code ViT-B-plus}, with heads of 64 but not OpenAI's. */
  private static final int B_PLUS = 896;

  /** Image towers by width and layers: H, g, bigG, e. */
  private static final Map<String, Integer> HEADS =
      Map.of("1280x32", 16, "1408x40", 16, "1664x48", 16, "1792x56", 16);

  /** Image towers that others published and OpenAI did not: S, M, B-plus. */
  private static final Set<String> OTHERS = Set.of("384x12", "512x12", "896x12");

  private KnownTowers() {}

  /** Heads of a ViT, if its size is known. */
  static OptionalInt imageHeads(int width, int layers) {
    Integer known = HEADS.get(width + "x" + layers);
    if (known != null) {
      return OptionalInt.of(known);
    }
    return width == B_PLUS || HEADS_OF_64.contains(width)
        ? OptionalInt.of(plainHeads(width))
        : OptionalInt.empty();
  }

  /** Heads of a text tower, if its width is known. */
  static OptionalInt textHeads(int width) {
    return width == BIGG_TEXT || HEADS_OF_64.contains(width)
        ? OptionalInt.of(plainHeads(width))
        : OptionalInt.empty();
  }

  /**
   * The number of heads that OpenAI's loader derives from the width of either tower or of a
   * ResNet's attention pool.
   */
  static int plainHeads(int width) {
    return Math.max(1, width / HEAD_WIDTH);
  }

  /**
   * Whether OpenAI may have published a ViT of these measures, so that what is not said is as it
   * published it. Of the others there are several, which differ in their activation alone.
   */
  static boolean mayBeOpenAis(int width, int layers, Declaration said) {
    String size = width + "x" + layers;
    return said.get(Fact.IMAGE_ACTIVATION).isPresent()
        || !(HEADS.containsKey(size) || OTHERS.contains(size));
  }
}
