package dev.nemesis.spark.run;

import dev.nemesis.error.StorageFault;
import java.io.IOException;

/** The output folder has no room for a finished cell: nothing that is trained now can be kept. */
final class OutputFullException extends IOException {
  private static final long serialVersionUID = 1L;

  OutputFullException(IOException cause) {
    super(StorageFault.reason(cause), cause);
  }
}
