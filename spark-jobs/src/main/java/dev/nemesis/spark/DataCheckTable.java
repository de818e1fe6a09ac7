package dev.nemesis.spark;

import dev.nemesis.data.FewShot;
import dev.nemesis.data.catalogue.DatasetCheck;
import dev.nemesis.data.catalogue.DatasetCheck.Problem;
import dev.nemesis.data.catalogue.DatasetCounts;
import dev.nemesis.data.catalogue.DeclaredDataset;
import dev.nemesis.data.reader.Splits;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Report of dataset checks: one line per dataset as it is checked, its problems below it. */
final class DataCheckTable {
  /** Maximum number of problems listed per kind, unless all are requested. */
  private static final int LISTED = 10;

  /** The most that the paper's grids draw. */
  private static final int SHOTS = 16;

  private final PrintWriter to;
  private final boolean all;
  private final String format;

  DataCheckTable(PrintWriter to, List<String> names, boolean all) {
    this.to = to;
    this.all = all;
    format =
        "%-" + Math.max(7, DataListCommand.width(names)) + "s  %-11s  %-17s  %-11s  %-13s  %s%n";
  }

  void header() {
    to.println("Counts are found/declared; of the paper's datasets its table A1 is declared.");
    to.printf(format, "dataset", "classes", "train", "val", "test", "result");
    to.flush();
  }

  void unusable(String name, String why) {
    to.printf(format, name, "", "", "", "", "cannot be read");
    to.println("  " + why);
    to.flush();
  }

  /** Whether anything is wrong. */
  boolean line(DatasetCheck check, DeclaredDataset declared, List<Problem> problems) {
    Splits splits = check.splits();
    Optional<DatasetCounts> counts = declared.counts();
    List<String> others = new ArrayList<>();
    String classes =
        count("classes", splits.classNames().size(), counts.map(DatasetCounts::classes), others);
    String train = count("train", splits.train().size(), counts.map(DatasetCounts::train), others);
    String val = count("val", splits.val().size(), counts.flatMap(DatasetCounts::val), others);
    String test = count("test", splits.test().size(), counts.map(DatasetCounts::test), others);
    int wrong = others.size() + problems.size();
    to.printf(
        format,
        check.dataset(),
        classes,
        train,
        val,
        test,
        wrong == 0 ? "ok" : wrong + (wrong == 1 ? " problem" : " problems"));
    others.forEach(line -> to.println("  " + line));
    Arrays.stream(DatasetCheck.Kind.values()).forEach(kind -> list(kind, problems));
    check.ignored().ifPresent(line -> to.println("  note: " + line));
    if (!splits.train().isEmpty()) {
      FewShot.shortage(check.asDataset(), SHOTS).ifPresent(line -> to.println("  note: " + line));
    }
    to.flush();
    return wrong > 0;
  }

  private static String count(
      String what, int found, Optional<Integer> declared, List<String> others) {
    if (declared.isEmpty()) {
      return "" + found;
    }
    if (!DatasetCounts.agree(declared.get(), found)) {
      others.add("count: %s are %d, declared are %d".formatted(what, found, declared.get()));
    }
    return found + "/" + declared.get();
  }

  private void list(DatasetCheck.Kind kind, List<Problem> problems) {
    List<Problem> ofKind = problems.stream().filter(problem -> problem.kind() == kind).toList();
    int listed = all ? ofKind.size() : Math.min(LISTED, ofKind.size());
    ofKind.subList(0, listed).forEach(one -> to.println("  " + kind.title() + ": " + one.what()));
    if (listed < ofKind.size()) {
      to.printf("  %s: %d more; --all lists them%n", kind.title(), ofKind.size() - listed);
    }
  }
}
