package dev.nemesis.spark.storage;

import dev.nemesis.spark.run.AroundTraining;
import dev.nemesis.spark.run.Experiment;
import java.util.concurrent.atomic.AtomicInteger;

/** Another experiment, with something that happens each time a bundle's training starts. */
final class Interfering {
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static Interference interference;

  private Interfering() {}

  /** What happens. */
  interface Interference {
    /** Before the training; {@code start} is counted from 1, over all bundles. */
    void before(int start) throws Exception;
  }

  /** Local executors share what happens with the driver; there is one at a time. */
  static Experiment with(Experiment experiment, Interference interference) {
    STARTED.set(0);
    Interfering.interference = interference;
    return new AroundTraining(
        experiment,
        trainer ->
            (bundle, sink) -> {
              Interfering.interference.before(STARTED.incrementAndGet());
              trainer.train(bundle, sink);
            });
  }

  /** How often a training started. */
  static int started() {
    return STARTED.get();
  }
}
