package dev.nemesis.spark;

import dev.nemesis.grid.CorruptionRow;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The corruption sweep of one prompt, as text.
 *
 * @param rows one a corruption
 */
record SweepCsv(List<CorruptionRow> rows) {
  private static final String HEADER =
      "operation,factor,position,norm_before,norm_after,accuracy_before,accuracy_after\n";

  /** A header and a line a row. */
  String text() {
    return HEADER + rows.stream().map(SweepCsv::line).collect(Collectors.joining());
  }

  private static String line(CorruptionRow row) {
    return List.of(
                row.operation(),
                row.factor(),
                row.position(),
                row.normBefore(),
                row.normAfter(),
                row.accuracyBefore(),
                row.accuracyAfter())
            .stream()
            .map(Object::toString)
            .collect(Collectors.joining(","))
        + "\n";
  }

  /** How often the Low-Norm Effect showed, over the factors that shrink (figure 1(b)). */
  String lowNormEffect() {
    List<CorruptionRow> shrunken =
        rows.stream().filter(r -> r.operation().equals("rescale") && r.factor() < 1).toList();
    long better = shrunken.stream().filter(r -> r.accuracyAfter() > r.accuracyBefore()).count();
    return better + " of " + shrunken.size() + " shrunken positions classify better";
  }
}
