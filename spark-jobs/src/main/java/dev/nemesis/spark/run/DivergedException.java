package dev.nemesis.spark.run;

/** A training whose loss stopped being finite; trying it again would end the same. */
final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String where) {
    super("diverged: " + where + "; a smaller lr or omega may help");
  }
}
