package dev.nemesis.error;

/**
 * Something the user gave cannot be used. The message is one line that starts with "Cannot", names
 * the file, key or value, and says what would be right; the command line prints it without a stack
 * and exits with 2.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** For subclasses; other exceptions are made by {@link #cannot(ErrorCode, String)}. */
  protected InputException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * Reports an input that cannot be used.
   *
   * @param code what has to be put right
   * @param what the rest of the sentence after "Cannot ", naming the file, key or value
   */
  public static InputException cannot(ErrorCode code, String what) {
    return new InputException(code, "Cannot " + what, null);
  }

  /** Reports an input that cannot be used, keeping the exception that revealed it. */
  public static InputException cannot(ErrorCode code, String what, Throwable cause) {
    return new InputException(code, "Cannot " + what, cause);
  }

  /** Returns what has to be put right. */
  public final ErrorCode code() {
    return code;
  }
}
