package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * What an executor does with a bundle: trains it and writes each cell down the moment it is done. A
 * bundle that fails leaves failure rows and no exception, so that it neither stops the others nor
 * is tried again by Spark; a lost executor's bundle is, and then starts from what is on disk.
 */
final class BundleTask implements VoidFunction<Iterator<Bundle>> {
  private static final long serialVersionUID = 1L;

  private final BundleTrainer trainer;
  private final OutFolder out;

  BundleTask(BundleTrainer trainer, OutFolder out) {
    this.trainer = trainer;
    this.out = out;
  }

  @Override
  public void call(Iterator<Bundle> bundles) throws Exception {
    while (bundles.hasNext()) {
      train(bundles.next());
    }
  }

  private void train(Bundle bundle) throws Exception {
    List<Attempt> open =
        bundle.attempts().stream()
            .filter(attempt -> !CellFiles.isDone(out, attempt.cellId(), attempt.attempt()))
            .toList();
    if (open.isEmpty()) {
      return;
    }
    Committer committer = new Committer();
    Throwable cause;
    try {
      trainer.train(new Bundle(bundle.id(), open), committer);
      cause = new IllegalStateException("The training ended without a word about this cell");
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // an OutOfMemoryError of one bundle must not stop the others
      if (isKilled()) {
        throw e;
      }
      cause = e;
    }
    for (Attempt attempt : open) {
      if (!committer.heardOf.contains(attempt.cellId())) {
        committer.failed(attempt, "train", cause);
      }
    }
  }

  /** A task that Spark kills has not failed. */
  private static boolean isKilled() {
    TaskContext context = TaskContext.get();
    return context != null && context.isInterrupted();
  }

  private final class Committer implements CellSink {
    private final Set<String> heardOf = new HashSet<>();

    @Override
    public synchronized void done(CellResult result) {
      heardOf.add(result.cellId());
      try {
        CellFiles.commit(out, result);
      } catch (IOException | RuntimeException e) {
        failed(new Attempt(result.cellId(), result.attempt(), result.cell()), "commit", e);
      }
    }

    @Override
    public synchronized void failed(Attempt attempt, String stage, Throwable cause) {
      heardOf.add(attempt.cellId());
      StringWriter stack = new StringWriter();
      cause.printStackTrace(new PrintWriter(stack));
      String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      try {
        CellFiles.commit(
            out,
            new CellFailure(
                attempt.cellId(),
                attempt.attempt(),
                attempt.cell(),
                stage,
                cause.getClass().getSimpleName() + ": " + message,
                stack.toString(),
                Program.host(),
                Instant.now().toString()));
      } catch (IOException e) {
        // With nowhere to write, the task itself has to fail.
        throw new UncheckedIOException(e);
      }
    }
  }
}
