package dev.nemesis.error;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Error messages for a file system that refuses: the reason in one line, and what would help.
 * Hadoop's messages have the stack of another machine behind their first line, Java's are often a
 * path and no more.
 */
public final class StorageFault {
  /** The kernel's and HDFS's words; the latter are known by the exception's name alone. */
  private static final Pattern FULL =
      Pattern.compile(
          "no space left on device|disk quota exceeded|QuotaExceededException",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SAFE_MODE = Pattern.compile("in safe mode");

  private StorageFault() {}

  /** Whether an exception, or what caused it, says that there is no room. */
  public static boolean isFull(Throwable failure) {
    return causes(failure, cause -> FULL.matcher(cause.toString()).find()) != null;
  }

  /** Whether an exception, or what caused it, is about input or output at all. */
  public static boolean isIn(Throwable failure) {
    return causes(failure, IOException.class::isInstance) != null;
  }

  /**
   * Makes one line of it.
   *
   * @param what the rest of the sentence after "Cannot ", up to the colon before the reason
   * @param failure the exception, or one that it caused
   */
  public static InputException cannot(String what, Throwable failure) {
    return InputException.cannot(
        ErrorCode.OUTPUT, what + ": " + reason(failure) + "; " + advice(failure), failure);
  }

  /** Why, without what to do about it: one line without a full stop. */
  public static String reason(Throwable failure) {
    Throwable said = causes(failure, IOException.class::isInstance);
    Throwable cause = said == null ? failure : said;
    String line =
        String.valueOf(cause.getMessage())
            .lines()
            .map(String::strip)
            .filter(text -> !text.isEmpty() && !text.equals("null"))
            .findFirst()
            .orElse(cause.getClass().getSimpleName());
    if (cause instanceof AccessDeniedException) {
      return "permission denied, " + line;
    }
    if (cause instanceof NoSuchFileException) {
      return "there is no " + line + ", and it cannot be made";
    }
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String advice(Throwable failure) {
    if (isFull(failure)) {
      return "make room and run the same command to go on: what is done is kept";
    }
    if (causes(failure, cause -> SAFE_MODE.matcher(cause.toString()).find()) != null) {
      return "run the same command when it has left safe mode";
    }
    if (causes(failure, StorageFault::isAway) != null) {
      return "run the same command when it can be reached";
    }
    return "give a folder that can be read and written";
  }

  private static boolean isAway(Throwable cause) {
    return cause instanceof SocketException || cause instanceof SocketTimeoutException;
  }

  /** The first of an exception and its causes that is like that; null if none is. */
  private static Throwable causes(Throwable failure, Predicate<Throwable> like) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (like.test(cause)) {
        return cause;
      }
    }
    return null;
  }
}
