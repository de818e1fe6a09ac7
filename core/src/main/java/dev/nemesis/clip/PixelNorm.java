package dev.nemesis.clip;

import java.util.List;

/**
 * Mean and deviation with which pixels, between 0 and 1, are normalised.
 *
 * @param mean of each channel: red, green, blue
 * @param std standard deviation of each
 */
public record PixelNorm(List<Float> mean, List<Float> std) {
  /** OpenAI's, of its training images. */
  @SuppressWarnings("FloatingPointLiteralPrecision") // as CLIP prints it
  public static final PixelNorm OPENAI =
      new PixelNorm(
          List.of(0.48145466f, 0.4578275f, 0.40821073f),
          List.of(0.26862954f, 0.26130258f, 0.27577711f));

  public PixelNorm {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** Describes the mean and deviation in words. */
  @Override
  public String toString() {
    return "mean " + words(mean) + ", std " + words(std);
  }

  private static String words(List<Float> channels) {
    return String.join(" ", channels.stream().map(String::valueOf).toList());
  }
}
