package dev.nemesis.spark.notebook;

/**
 * A cell that does not compile, or that threw; the message says all that its writer wants to know.
 */
final class CellError extends Exception {
  private static final long serialVersionUID = 1L;

  CellError(String message, Throwable cause) {
    super(message, cause);
  }
}
