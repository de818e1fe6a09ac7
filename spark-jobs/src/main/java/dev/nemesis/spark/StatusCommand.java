package dev.nemesis.spark;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.nemesis.grid.CellFailure;
import dev.nemesis.spark.run.Failures;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.run.Lease;
import dev.nemesis.spark.run.ProgressFile;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemesis status}. */
@Command(
    name = "status",
    description = {
      "Says how far the grid in a folder is, and who works on it, wherever that is.",
      "Reads the folder alone; needs no Spark."
    })
final class StatusCommand implements Callable<Integer> {
  private static final int LISTED = 20;

  @Mixin private OutOption outOption;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutFolder out = new SparkOptions().folder(outOption.location());
    GridVersions.Manifest grid = GridVersions.manifest(out);
    Map<String, Integer> done = CellFiles.done(out);
    Map<String, Integer> failures = CellFiles.failed(out);
    List<CellFailure> failed =
        grid.cells().stream()
            .filter(id -> !done.containsKey(id) && failures.containsKey(id))
            .map(id -> CellFiles.failure(out, id, failures.get(id)))
            .toList();
    int finished = (int) grid.cells().stream().filter(done::containsKey).count();
    PrintWriter to = spec.commandLine().getOut();
    to.printf("grid     %s%n", grid.name());
    to.printf("cells    %d%n", grid.cells().size());
    to.printf("done     %d%n", finished);
    to.printf("failed   %d%s%n", failed.size(), kinds(failed));
    to.printf("missing  %d%n", grid.cells().size() - finished - failed.size());
    Optional<Lease.Heard> driver = Lease.heard(out);
    to.printf("driver   %s%n", driver.map(Lease.Heard::toString).orElse("none at work"));
    if (driver.filter(Lease.Heard::isAtWork).isPresent()) {
      ProgressFile.read(out).ifPresent(progress -> running(progress, to));
    }
    failed.stream().limit(LISTED).forEach(cell -> to.printf("  %s%n", Failures.line(cell)));
    if (failed.size() > LISTED) {
      to.printf("  and %d more, see table failures%n", failed.size() - LISTED);
    }
    to.flush();
    return 0;
  }

  /** {@code : 2 diverged, 1 data}, or nothing. */
  private static String kinds(List<CellFailure> failed) {
    Map<String, Long> counts =
        failed.stream().collect(groupingBy(Failures::kind, TreeMap::new, counting()));
    return counts.entrySet().stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(joining(", ", counts.isEmpty() ? "" : ": ", ""));
  }

  private static void running(ProgressFile progress, PrintWriter to) {
    to.printf("at       %s: %s%n", progress.at(), progress.line());
    for (ProgressFile.RunningBundle bundle : progress.bundles()) {
      to.printf(
          "  running: %s on %s (executor %s), %d of %d epochs, since %s%n",
          bundle.id(),
          bundle.host(),
          bundle.executor(),
          bundle.epoch(),
          bundle.epochs(),
          bundle.since());
    }
  }
}
