package dev.nemesis.spark.run;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.FailureKind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what kind of thing an exception is, from what it and its causes are and say. */
final class FailureKinds {
  private static final Set<ErrorCode> DATA =
      EnumSet.of(ErrorCode.DATASET, ErrorCode.WEIGHTS, ErrorCode.VOCABULARY, ErrorCode.GRID);

  /** PyTorch's and CUDA's words for it; these are plain exceptions. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "out of memory|can't allocate memory|cannot allocate memory", Pattern.CASE_INSENSITIVE);

  private FailureKinds() {}

  /** The kind of the first of an exception and its causes that has one. */
  static FailureKind of(Throwable failure) {
    if (StorageFault.isFull(failure)) {
      return FailureKind.RESOURCES;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      FailureKind kind = alone(cause);
      if (kind != FailureKind.BUG) {
        return kind;
      }
    }
    return FailureKind.BUG;
  }

  private static FailureKind alone(Throwable cause) {
    if (cause instanceof DivergedException) {
      return FailureKind.DIVERGED;
    }
    if (cause instanceof OutOfMemoryError || MEMORY.matcher(cause.toString()).find()) {
      return FailureKind.RESOURCES;
    }
    if (cause instanceof InputException input && DATA.contains(input.code())) {
      return FailureKind.DATA;
    }
    if (cause instanceof InputException input && input.code() == ErrorCode.ARGUMENT) {
      return FailureKind.INFRASTRUCTURE; // a task has no arguments but how its executor is set up
    }
    return cause instanceof IOException ? FailureKind.INFRASTRUCTURE : FailureKind.BUG;
  }
}
