package dev.nemesis.grid;

import java.util.List;

/**
 * CoCoOp's learned meta-net, {@code linear2(relu(linear1(image feature)))}, whose output shifts
 * every context vector. Matrices are row-major, as PyTorch keeps them.
 *
 * @param linear1Weight {@code [E/16, E]}
 * @param linear1Bias {@code [E/16]}
 * @param linear2Weight {@code [W, E/16]}
 * @param linear2Bias {@code [W]}
 */
public record MetaNet(
    List<Float> linear1Weight,
    List<Float> linear1Bias,
    List<Float> linear2Weight,
    List<Float> linear2Bias) {
  public MetaNet {
    linear1Weight = List.copyOf(linear1Weight);
    linear1Bias = List.copyOf(linear1Bias);
    linear2Weight = List.copyOf(linear2Weight);
    linear2Bias = List.copyOf(linear2Bias);
  }
}
