package dev.nemesis.feature;

import java.util.List;

/**
 * The result of extracting a block of features.
 *
 * @param rows rows that have features; fewer than asked for where images are broken
 * @param values {@code [rows, R, E]} of the key's R regions, row-major, not normalised
 * @param broken images without features, each once, in order
 */
public record Extracted(FeatureRows rows, float[] values, List<BrokenImage> broken) {
  public Extracted {
    broken = List.copyOf(broken);
  }
}
