package dev.nemesis.bench;

/** Steps that can be timed again and again. */
interface TimedStep extends AutoCloseable {
  /**
   * Makes some steps.
   *
   * @param steps at least 1
   * @return mean wall time of one, in seconds
   */
  double seconds(int steps);

  @Override
  void close();
}
