package dev.nemesis.spark;

import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemesis status}. */
@Command(
    name = "status",
    description = "Says how far the grid in a folder is, from file names alone; needs no Spark.")
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
    List<String> failed =
        grid.cells().stream()
            .filter(id -> !done.containsKey(id) && failures.containsKey(id))
            .toList();
    long finished = grid.cells().stream().filter(done::containsKey).count();
    PrintWriter to = spec.commandLine().getOut();
    to.printf("grid     %s%n", grid.name());
    to.printf("cells    %d%n", grid.cells().size());
    to.printf("done     %d%n", finished);
    to.printf("failed   %d%n", failed.size());
    to.printf("missing  %d%n", grid.cells().size() - finished - failed.size());
    failed.stream().limit(LISTED).forEach(id -> to.printf("  failed: %s%n", id));
    if (failed.size() > LISTED) {
      to.printf("  and %d more, see table failures%n", failed.size() - LISTED);
    }
    to.flush();
    return 0;
  }
}
