package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.spark.table.CellFile;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.FinishedBundles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * Spark task that trains a bundle and commits its cells. A cell that fails leaves a failure row and
 * no exception, so that it neither stops the others nor is tried again by Spark. A fault that is no
 * cell's, such as storage that is away, is thrown: Spark tries the task again, elsewhere if it can,
 * and only the last try is written down as a failure.
 */
final class BundleTask implements VoidFunction<Iterator<Bundle>> {
  private static final long serialVersionUID = 1L;

  private final BundleTrainer trainer;
  private final OutFolder out;
  private final LongAccumulator epochs;
  private final int tries;

  /**
   * Prepares.
   *
   * @param epochs counts those made; Spark tells the driver of each task's while it runs
   * @param tries how often Spark starts a task at most
   */
  BundleTask(BundleTrainer trainer, OutFolder out, LongAccumulator epochs, int tries) {
    this.trainer = trainer;
    this.out = out;
    this.epochs = epochs;
    this.tries = tries;
  }

  @Override
  public void call(Iterator<Bundle> bundles) throws Exception {
    while (bundles.hasNext()) {
      train(bundles.next());
    }
  }

  private void train(Bundle bundle) throws Exception {
    FinishedBundles.recover(out, bundle.id());
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
      trainer.train(open.size() < bundle.size() ? Bundle.of(open) : bundle, committer);
      cause = new IllegalStateException("The training ended without a word about this cell");
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // an OutOfMemoryError of one bundle must not stop the others
      if (isKilled()) {
        throw e;
      }
      cause = e;
    }
    committer.commit(bundle.id());
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

  private boolean isLastTry() {
    TaskContext context = TaskContext.get();
    return (context == null ? 0 : context.attemptNumber()) + 1 >= tries;
  }

  private final class Committer implements CellSink {
    private final Set<String> heardOf = new HashSet<>();
    private final List<CellFile> finished = new ArrayList<>();

    @Override
    public synchronized void done(CellResult result) throws IOException {
      heardOf.add(result.cellId());
      finished.add(CellFile.of(result));
    }

    @Override
    public void epoch() {
      epochs.add(1);
    }

    private void commit(String bundle) throws IOException {
      try {
        FinishedBundles.commit(out, bundle, finished);
      } catch (IOException e) {
        throw FailureKinds.of(e) == FailureKind.RESOURCES ? new OutputFullException(e) : e;
      }
    }

    @Override
    public synchronized void failed(Attempt attempt, String stage, Throwable cause)
        throws IOException {
      heardOf.add(attempt.cellId());
      FailureKind kind = FailureKinds.of(cause);
      if (kind == FailureKind.INFRASTRUCTURE && !isLastTry()) {
        throw new IOException(cause);
      }
      CellFailure failure = Failures.of(attempt, stage, kind, cause);
      try {
        CellFiles.commit(out, failure);
      } catch (IOException e) {
        throw FailureKinds.of(e) == FailureKind.RESOURCES ? new OutputFullException(e) : e;
      }
    }
  }
}
