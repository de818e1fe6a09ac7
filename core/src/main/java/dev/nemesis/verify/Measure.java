package dev.nemesis.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One quantity of a recording, compared.
 *
 * @param what the quantity: {@code "logits"}
 * @param where in the recording: {@code "step 7"}; empty where there is but one
 * @param deviation from what was recorded, in the tolerance's measure; NaN where there is none
 * @param tolerance the largest deviation that passes; 0 where it has to be equal
 */
public record Measure(String what, String where, double deviation, double tolerance) {

  /** Keeps names to one line, whatever a file put into them. */
  public Measure {
    what = Verdict.oneLine(what);
    where = Verdict.oneLine(where);
  }

  /** Frobenius norm of the difference over that of the recorded. */
  public static Measure relative(
      String what, String where, float[] actual, float[] recorded, double tolerance) {
    return new Measure(what, where, Deviation.relative(actual, recorded), tolerance);
  }

  /** Relative deviation of one number. */
  public static Measure relative(
      String what, String where, double actual, double recorded, double tolerance) {
    return new Measure(what, where, Deviation.relative(actual, recorded), tolerance);
  }

  /** Largest absolute difference of two numbers at the same place. */
  public static Measure largest(
      String what, String where, float[] actual, float[] recorded, double tolerance) {
    return new Measure(what, where, Deviation.largest(actual, recorded), tolerance);
  }

  /**
   * Something that has to be equal.
   *
   * @param different how many of its values are not
   */
  public static Measure equal(String what, String where, long different) {
    return new Measure(what, where, different, 0);
  }

  /** Returns whether the deviation is within the tolerance. */
  public boolean passes() {
    return deviation <= tolerance;
  }

  /** The quantity and where. */
  public String named() {
    return where.isEmpty() ? what : what + ", " + where;
  }

  /** How much of its tolerance it takes: up to 1 passes; infinite for NaN. */
  double share() {
    if (passes()) {
      return deviation == 0 ? 0 : deviation / tolerance;
    }
    return Double.isNaN(deviation) || tolerance == 0
        ? Double.POSITIVE_INFINITY
        : deviation / tolerance;
  }

  /**
   * Returns, for each quantity, the measure closest to its tolerance or furthest beyond it, in
   * their order.
   */
  public static List<Measure> worstOfEach(List<Measure> measures) {
    Map<String, Measure> worst = new LinkedHashMap<>();
    for (Measure measure : measures) {
      worst.merge(measure.what, measure, (a, b) -> b.share() > a.share() ? b : a);
    }
    return new ArrayList<>(worst.values());
  }
}
