package dev.nemesis.spark.report;

import dev.nemesis.grid.PromptSpec;
import java.util.Comparator;
import java.util.List;

/**
 * What is compared: everything about a cell but its dataset, its shots and its seed.
 *
 * @param backbone the CLIP weights' name
 * @param method {@code zeroshot}, {@code coop}, {@code plot} or {@code cocoop}
 * @param loss {@code none}, {@code pun}, {@code pan} or {@code mix}
 * @param omega weight of a normalised position; 0 without a norm loss
 * @param panOmega weight of a position PAN selected, where a mix gives it another than {@code
 *     omega}; else null
 * @param beta share of PUN; like all that follow, null for zero-shot, and of no meaning where its
 *     loss does not use it
 * @param norm the p-norm
 * @param tau what PAN scales a tried position by; 0 if it takes all positions without trying
 * @param positions N, the positions PAN tries per batch
 * @param prompt shape of the soft prompt
 */
record Setting(
    String backbone,
    String method,
    String loss,
    double omega,
    Double panOmega,
    Double beta,
    String norm,
    Double tau,
    Integer positions,
    PromptSpec prompt) {

  private static final List<String> METHODS = List.of("zeroshot", "coop", "plot", "cocoop");
  private static final List<String> LOSSES = List.of("none", "pun", "pan", "mix");

  private static final Comparator<PromptSpec> PROMPTS =
      Comparator.comparingInt(PromptSpec::ctxLen)
          .thenComparing(PromptSpec::classTokenPosition)
          .thenComparing(PromptSpec::classSpecific)
          .thenComparingInt(PromptSpec::prompts)
          .thenComparing(PromptSpec::ctxInit, Comparator.nullsFirst(Comparator.naturalOrder()));

  /**
   * Zero-shot CLIP first, then CoOp, PLOT and CoCoOp; of each, without a norm loss, PUN, PAN and
   * mixes by rising omega.
   */
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
          .thenComparing(Setting::panOmega, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Setting::prompt, Comparator.nullsFirst(PROMPTS));

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
