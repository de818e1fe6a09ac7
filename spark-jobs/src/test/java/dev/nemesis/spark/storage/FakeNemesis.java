package dev.nemesis.spark.storage;

import dev.nemesis.spark.Nemesis;
import dev.nemesis.spark.run.FakeExperiment;

/** The program with {@link FakeExperiment}, for a process of its own. */
public final class FakeNemesis {
  private FakeNemesis() {}

  /** As {@link Nemesis#main}. */
  public static void main(String[] args) {
    System.exit(Nemesis.execute(new FakeExperiment(), args));
  }
}
