package dev.nemesis.spark.process;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.CellResult;
import dev.nemesis.spark.Nemesis;
import dev.nemesis.spark.run.AroundTraining;
import dev.nemesis.spark.run.CellSink;
import dev.nemesis.spark.run.ClipExperiment;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A gate that holds a run's bundles back until a test says so, whatever is quick and whatever is
 * slow. It is a folder that all processes of the run share: each training leaves a file there after
 * its first epoch, and those after the first few wait then for the file {@code open}. What needs no
 * epoch passes.
 *
 * @param folder where it is
 * @param passing how many trainings it lets pass while it is shut
 */
public record Gate(String folder, int passing) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String OPEN = "open";
  private static final long LOOK_MILLIS = 20;

  /** A gate that is shut, in a new folder. */
  static Gate shut(Path folder, int passing) throws IOException {
    return new Gate(Files.createDirectories(folder).toString(), passing);
  }

  /** Lets everybody pass from now on. */
  void open() throws IOException {
    Files.createFile(Path.of(folder, OPEN));
  }

  /** Whether at least that many trainings have come to wait. */
  boolean holds(int trainings) {
    return Files.exists(Path.of(folder, "" + (passing + trainings)));
  }

  /**
   * As {@link Nemesis#main}, its bundles held back.
   *
   * @param args the gate's folder, how many it lets pass, and the program's arguments
   */
  public static void main(String[] args) {
    Gate gate = new Gate(args[0], Integer.parseInt(args[1]));
    AroundTraining heldBack =
        new AroundTraining(
            new ClipExperiment(),
            trainer -> (bundle, sink) -> trainer.train(bundle, new HeldBack(sink, gate)));
    System.exit(Nemesis.execute(heldBack, Arrays.copyOfRange(args, 2, args.length)));
  }

  private void pass() {
    try {
      int number = 1;
      while (!isNumber(number)) {
        number++;
      }
      while (number > passing && !Files.exists(Path.of(folder, OPEN))) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether this training is the one of that number. */
  private boolean isNumber(int number) throws IOException {
    try {
      Files.createFile(Path.of(folder, "" + number));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** The sink of a training that is held back. */
  private static final class HeldBack implements CellSink {
    private final CellSink sink;
    private final Gate gate;
    private boolean hasPassed;

    HeldBack(CellSink sink, Gate gate) {
      this.sink = sink;
      this.gate = gate;
    }

    @Override
    public synchronized void epoch() {
      sink.epoch();
      if (!hasPassed) {
        gate.pass();
        hasPassed = true;
      }
    }

    @Override
    public void done(CellResult result) throws IOException {
      sink.done(result);
    }

    @Override
    public void failed(Attempt attempt, String stage, Throwable cause) throws IOException {
      sink.failed(attempt, stage, cause);
    }
  }
}
