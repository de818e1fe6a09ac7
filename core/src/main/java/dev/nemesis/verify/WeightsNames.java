package dev.nemesis.verify;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of files of weights; what they are, their content says. */
final class WeightsNames {
  private static final Pattern CONTAINER =
      Pattern.compile("(?s).*\\.(pt|pth|bin|pth\\.tar(-\\d+)?)");

  private WeightsNames() {}

  /** Whether a file is a container other than safetensors. */
  static boolean isContainer(String name) {
    return CONTAINER.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** Returns whether a name is that of a file of weights. */
  static boolean isWeights(String name) {
    return isContainer(name) || name.toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }
}
