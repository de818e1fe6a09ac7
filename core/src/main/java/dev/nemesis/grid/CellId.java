package dev.nemesis.grid;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names a cell: what a reader needs to recognise it, and a hash of everything that determines its
 * outcome. The same id means the same science.
 */
public final class CellId {
  private static final int HASH_DIGITS = 12;

  /**
   * Version of what a training computes: raised by a change to the program that changes results by
   * more than rounding, for then every cell is another cell.
   */
  private static final int SCIENCE = 1;

  private CellId() {}

  private record Science(Cell cell, String weights, Map<String, String> datasets, int science) {}

  /**
   * The id of a cell, e.g. {@code mini-shapes-16shot-coop-pan-w10-s2-3fa9c1d2e07b}. It is a file
   * name everywhere: letters, digits, {@code .}, {@code _} and {@code -}, starting with a letter or
   * digit.
   *
   * @param weightsDigest SHA-256 of the CLIP weights
   * @param datasetDigests digest by dataset name; has the cell's dataset and its targets, may have
   *     more
   * @throws IllegalArgumentException if a digest is missing
   */
  public static String of(Cell cell, String weightsDigest, Map<String, String> datasetDigests) {
    Map<String, String> datasets = new TreeMap<>();
    datasets.put(cell.dataset(), digest(cell.dataset(), datasetDigests));
    for (String target : cell.targets()) {
      datasets.put(target, digest(target, datasetDigests));
    }
    String hash = CanonicalJson.digest(new Science(cell, weightsDigest, datasets, SCIENCE));
    return readable(cell) + "-" + hash.substring(0, HASH_DIGITS);
  }

  private static String digest(String dataset, Map<String, String> digests) {
    String digest = digests.get(dataset);
    if (digest == null) {
      throw new IllegalArgumentException("Cannot name a cell without the digest of " + dataset);
    }
    return digest;
  }

  private static String readable(Cell cell) {
    StringBuilder name = new StringBuilder(cell.dataset());
    if (cell.classes() != ClassSubset.ALL) {
      name.append('-').append(cell.classes().word());
    }
    if (!cell.method().isTrained()) {
      name.append('-').append(cell.method());
    } else {
      name.append('-').append(cell.shots()).append("shot-").append(cell.method());
      name.append(variant(cell)).append('-').append(cell.lossLabel());
      if (cell.loss().omega() > 0) {
        name.append("-w").append(number(cell.loss().omega()));
      }
      if (cell.loss().panOmega() != null) {
        name.append("-pw").append(number(cell.loss().panOmega()));
      }
      if (cell.loss().label().equals("mix")) {
        name.append("-b").append(number(cell.loss().beta()));
      }
      name.append("-s").append(cell.seed());
    }
    String safe = name.toString().replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.replaceFirst("^[._-]+", "");
  }

  /**
   * Names the settings of the prompt that differ from its method's usual ones, but for its length.
   */
  private static String variant(Cell cell) {
    PromptSpec prompt = cell.prompt();
    StringBuilder variant = new StringBuilder();
    if (prompt == null) {
      return "";
    }
    if (Setting.PROMPTS.isUnusual(cell)) {
      variant.append('-').append(prompt.prompts()).append("prompts");
    }
    if (prompt.classSpecific()) {
      variant.append("-csc");
    }
    if (prompt.classTokenPosition() != ClassTokenPosition.END) {
      variant.append('-').append(word(prompt.classTokenPosition()));
    }
    if (Setting.CTX_INIT.isUnusual(cell)) {
      variant.append(prompt.ctxInit() == null ? "-random" : "-words");
    }
    return variant.toString();
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
