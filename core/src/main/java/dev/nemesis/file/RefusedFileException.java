package dev.nemesis.file;

import java.io.IOException;

/**
 * A file is there and is none that is read: a folder, a pipe, a device, a link to nothing, or too
 * long. The message is what is wrong with it, without its name; trying again would not help.
 */
public final class RefusedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedFileException(String why) {
    super(why);
  }
}
