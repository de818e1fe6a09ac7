package dev.nemesis.spark.report.text;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.table.Decimals;
import java.math.BigDecimal;

/**
 * An entry of a table in LaTeX.
 *
 * @param decimals digits after the point
 */
record LatexEntry(int decimals) {

  /** Mean, spread and marks; a dash where nothing is finished, nothing where nothing can be. */
  String ours(Entry entry) {
    if (entry == null) {
      return "";
    }
    if (entry.mean() == null) {
      return "--";
    }
    String mean = number(entry.mean(), "");
    return (entry.isBest() ? "\\textbf{" + mean + "}" : mean)
        + (entry.std() == null ? "" : "{\\scriptsize$\\pm$" + number(entry.std(), "") + "}")
        + mark(entry);
  }

  /** The paper's number, and ours less it; nothing where the paper has none. */
  String paper(Entry entry) {
    if (entry == null || entry.paper() == null) {
      return "";
    }
    Double difference = entry.difference();
    String beside = difference == null ? "" : " (" + number(difference, "$+$") + ")";
    return "{\\scriptsize\\color{gray}" + number(entry.paper(), "") + beside + "}";
  }

  static boolean hasFewerSeeds(Entry entry) {
    return entry != null && entry.mean() != null && entry.seeds() < entry.seedsWanted();
  }

  /** Returns whether an entry lacks cells although every seed is in it. */
  static boolean lacksCells(Entry entry) {
    return entry != null && entry.mean() != null && !entry.isWhole() && !hasFewerSeeds(entry);
  }

  static boolean isMixed(Entry entry) {
    return entry != null && entry.mean() != null && entry.isMixed();
  }

  private static String mark(Entry entry) {
    String mark =
        (hasFewerSeeds(entry) ? entry.seeds() + "/" + entry.seedsWanted() : "")
            + (lacksCells(entry) ? "\\ast" : "")
            + (isMixed(entry) ? "\\dagger" : "");
    return mark.isEmpty() ? "" : "$^{" + mark + "}$";
  }

  private String number(double value, String plus) {
    if (!Double.isFinite(value)) {
      return "--";
    }
    BigDecimal rounded = Decimals.rounded(value, decimals);
    String sign = rounded.signum() < 0 ? "$-$" : rounded.signum() > 0 ? plus : "";
    return sign + rounded.abs().toPlainString();
  }
}
