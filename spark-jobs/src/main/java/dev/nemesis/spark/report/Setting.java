package dev.nemesis.spark.report;

import java.util.Comparator;
import java.util.List;

/**
 * What is compared: everything about a cell but its dataset, its shots and its seed.
 *
 * @param backbone the CLIP weights' name
 * @param method {@code zeroshot}, {@code coop}
 * @param loss {@code none}, {@code pun}, {@code pan} or {@code mix}
 * @param omega weight of a normalised position; 0 without a norm loss
 * @param beta share of PUN; like all that follow, null for zero-shot, and of no meaning where its
 *     loss does not use it
 * @param norm the p-norm
 * @param tau what PAN scales a tried position by; 0 if it takes all positions without trying
 * @param positions N, the positions PAN tries per batch
 * @param ctxLen number of soft-prompt vectors
 */
record Setting(
    String backbone,
    String method,
    String loss,
    double omega,
    Double beta,
    String norm,
    Double tau,
    Integer positions,
    Integer ctxLen) {

  private static final List<String> METHODS = List.of("zeroshot", "coop");
  private static final List<String> LOSSES = List.of("none", "pun", "pan", "mix");

  /** Zero-shot CLIP first, then CoOp, PUN, PAN and mixes, each by rising omega. */
  static final Comparator<Setting> ORDER =
      Comparator.comparing(Setting::backbone)
          .thenComparingInt(setting -> rank(METHODS, setting.method))
          .thenComparing(Setting::method)
          .thenComparingInt(setting -> rank(LOSSES, setting.loss))
          .thenComparing(Setting::beta, Comparator.nullsFirst(Comparator.reverseOrder()))
          .thenComparingDouble(Setting::omega)
          .thenComparing(Setting::norm, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Setting::positions, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Setting::tau, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Setting::ctxLen, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Whether it learns nothing: one value per dataset, at 0 shots. */
  boolean isZeroShot() {
    return method.equals("zeroshot");
  }

  /** Whether it has a norm loss. */
  boolean usesNorms() {
    return !loss.equals("none");
  }

  /** Whether positions are tried. */
  boolean usesPan() {
    return loss.equals("pan") || loss.equals("mix");
  }

  /** The line of a figure it belongs to: the same method and loss on the same backbone. */
  String line() {
    return backbone + "/" + method + "/" + loss;
  }

  private static int rank(List<String> known, String name) {
    int index = known.indexOf(name);
    return index < 0 ? known.size() : index;
  }
}
