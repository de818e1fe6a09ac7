package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * One image cannot be used, and reading it again would not help: it is not there, or its bytes are
 * no picture.
 */
public final class BrokenImageException extends InputException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  BrokenImageException(String verb, Path file, String reason, IOException cause) {
    super(ErrorCode.DATASET, "Cannot " + verb + " the image " + file + ": " + reason, cause);
    this.reason = reason;
  }

  /** The reason why the image cannot be used, e.g. {@code it is cut short}. */
  public String reason() {
    return reason;
  }
}
