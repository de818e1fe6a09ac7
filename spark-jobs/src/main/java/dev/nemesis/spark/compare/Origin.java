package dev.nemesis.spark.compare;

import java.util.List;

/**
 * Something that the results of two grids come from and that differs.
 *
 * @param what {@code program}, {@code weights}, {@code dataset}, {@code pytorch}, {@code djl} or
 *     {@code device}
 * @param name of the weights or the dataset; else empty
 * @param a all that A's results say
 * @param b all that B's results say
 */
record Origin(String what, String name, List<String> a, List<String> b) {
  private static final int SHOWN = 12;

  Origin {
    a = List.copyOf(a);
    b = List.copyOf(b);
  }

  /** A sentence without a full stop. */
  String line() {
    String of = name.isEmpty() ? what : what + " " + name;
    return "A and B differ in " + of + ": " + text(a) + " in A, " + text(b) + " in B";
  }

  private String text(List<String> values) {
    boolean digests = what.equals("weights") || what.equals("dataset");
    return String.join(
        " and ",
        values.stream()
            .map(value -> digests && value.length() > SHOWN ? value.substring(0, SHOWN) : value)
            .toList());
  }
}
