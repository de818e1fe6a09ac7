package dev.nemesis.spark;

import dev.nemesis.verify.FileGroup;
import dev.nemesis.verify.Measure;
import dev.nemesis.verify.Recording;
import dev.nemesis.verify.Verdict;
import dev.nemesis.verify.Verdict.Status;
import dev.nemesis.verify.Verification;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Verdicts for people, one line each as they come, the columns aligned. */
final class VerdictTable {
  private final PrintWriter to;
  private final Verification found;
  private final String format;

  VerdictTable(PrintWriter to, Verification found) {
    this.to = to;
    this.found = found;
    format =
        "%%-%ds  %%-%ds  %%9s  %%9s  %%-7s  %%s"
            .formatted(
                longest(found.recordings(), "recording", Recording::name),
                longest(found.recordings(), "compared", Recording::compares));
  }

  void header() {
    line("recording", "compared", "deviation", "tolerance", "result", "");
  }

  void line(Verdict verdict) {
    line(
        verdict.name(),
        verdict.compared(),
        verdict.worst().map(worst -> number(worst.deviation())).orElse("-"),
        verdict.worst().map(worst -> number(worst.tolerance())).orElse("-"),
        verdict.status().toString(),
        note(verdict));
  }

  /** Prints the unrecognised files, then the counts. */
  void end(List<Verdict> verdicts) {
    FileGroup.of(found.unrecognised())
        .forEach(
            group ->
                to.println("not recognised: " + group.toString().replaceAll("\\p{Cntrl}", "?")));
    to.printf(
        "verified %d recordings: %d PASS, %d FAIL, %d skipped%n",
        verdicts.size(),
        count(verdicts, Status.PASS),
        count(verdicts, Status.FAIL),
        count(verdicts, Status.SKIPPED));
    to.flush();
  }

  static long count(List<Verdict> verdicts, Status status) {
    return verdicts.stream().filter(verdict -> verdict.status() == status).count();
  }

  private void line(Object... columns) {
    to.println(format.formatted(columns).stripTrailing());
    to.flush();
  }

  /** Why it did not pass; else which quantity the deviation is of. */
  private static String note(Verdict verdict) {
    if (!verdict.message().isEmpty()) {
      return verdict.message();
    }
    if (verdict.status() == Status.FAIL) {
      return verdict.measures().stream()
          .filter(measure -> !measure.passes())
          .map(Measure::named)
          .collect(Collectors.joining("; "));
    }
    return verdict.worst().filter(w -> w.deviation() > 0).map(Measure::named).orElse("");
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e6;
    return String.format(Locale.ROOT, whole ? "%.0f" : "%.1e", value);
  }

  private static int longest(
      List<Recording> recordings, String title, Function<Recording, String> column) {
    return recordings.stream()
        .map(column)
        .mapToInt(String::length)
        .reduce(title.length(), Math::max);
  }
}
