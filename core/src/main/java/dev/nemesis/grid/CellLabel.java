package dev.nemesis.grid;

import java.util.List;

/**
 * The label of a cell of a grid in tables, figures and pages, beside its dataset, shots and seed.
 *
 * @param approach method and loss alone, e.g. {@code CoOp + PAN}
 * @param text all that tells it from cells of the same dataset, classes, shots and seed, e.g.
 *     {@code CoOp + PAN (ω = 1, N = 4)}
 * @param withoutOmega {@code text} without omega: what cells have in common that differ in it alone
 * @param withoutLoss {@code text} of the same training without the norm loss, its baseline
 * @param parts what stands in the parentheses, one setting each
 * @param unlikePaper what is unlike the paper's training and not told in {@code text}, e.g. {@code
 *     20 epochs}
 * @param deviations keys of settings that are unlike the paper's; {@code omega} and {@code beta},
 *     of which the paper has several, are never among them
 * @param isMain whether its loss and prompt are those of the paper's main experiment or, where no
 *     cell of its method is so, whatever they are
 * @param isLongest whether no cell of its dataset, classes and shots was trained for more epochs;
 *     CoCoOp's, whose steps are images, are compared among themselves
 * @param sortKey puts labels into the paper's order, as text
 */
public record CellLabel(
    String approach,
    String text,
    String withoutOmega,
    String withoutLoss,
    List<Part> parts,
    List<String> unlikePaper,
    List<String> deviations,
    boolean isMain,
    boolean isLongest,
    String sortKey) {
  public CellLabel {
    parts = List.copyOf(parts);
    unlikePaper = List.copyOf(unlikePaper);
    deviations = List.copyOf(deviations);
  }

  /**
   * One setting in a label.
   *
   * @param setting its key
   * @param isOfLoss whether it is a setting of the norm loss
   * @param text e.g. {@code N = 4}
   */
  public record Part(String setting, boolean isOfLoss, String text) {}
}
