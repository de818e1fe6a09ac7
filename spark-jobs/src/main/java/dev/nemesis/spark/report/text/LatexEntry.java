package dev.nemesis.spark.report.text;

import dev.nemesis.spark.report.model.Entry;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An entry of a table in LaTeX.
 *
 * @param decimals digits after the point
 * @param small the size of what stands beside a mean, e.g. {@code \scriptsize}
 */
record LatexEntry(int decimals, String small) {

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
        + (entry.std() == null ? "" : "{" + small + "$\\pm$" + number(entry.std(), "") + "}")
        + mark(entry);
  }

  /** The paper's number, and ours less it; nothing where the paper has none. */
  String paper(Entry entry) {
    if (entry == null || entry.paper() == null) {
      return "";
    }
    Double difference = entry.difference();
    String beside = difference == null ? "" : " (" + number(difference, "$+$") + ")";
    return "{" + small + "\\color{gray}" + number(entry.paper(), "") + beside + "}";
  }

  static boolean hasFewerSeeds(Entry entry) {
    return entry != null && entry.mean() != null && entry.seeds() < entry.seedsWanted();
  }

  /** Whether it lacks cells though every seed is in it. */
  static boolean lacksCells(Entry entry) {
    return entry != null && entry.mean() != null && !entry.isWhole() && !hasFewerSeeds(entry);
  }

  static boolean isMixed(Entry entry) {
    return entry != null && entry.mean() != null && entry.isMixed();
  }

  static boolean isMarked(Entry entry) {
    return hasFewerSeeds(entry) || lacksCells(entry) || isMixed(entry);
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
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    String sign = rounded.signum() < 0 ? "$-$" : rounded.signum() > 0 ? plus : "";
    return sign + rounded.abs().toPlainString();
  }
}
