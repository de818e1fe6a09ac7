package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.FailureKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;

/** Failed attempts, as rows and as lines. */
public final class Failures {
  private Failures() {}

  /** The row of one that failed here and now. */
  static CellFailure of(Attempt attempt, String stage, FailureKind kind, Throwable cause) {
    StringWriter stack = new StringWriter();
    cause.printStackTrace(new PrintWriter(stack));
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new CellFailure(
        attempt.cellId(),
        attempt.attempt(),
        attempt.cell(),
        stage,
        kind,
        cause.getClass().getSimpleName() + ": " + message,
        stack.toString(),
        Program.host(),
        Instant.now().toString());
  }

  /** {@code failed: <cell> (diverged in train, attempt 0 on host): <message>}. */
  public static String line(CellFailure failure) {
    return "failed: %s (%s in %s, attempt %d on %s): %s"
        .formatted(
            failure.cellId(),
            kind(failure),
            failure.stage(),
            failure.attempt(),
            failure.host(),
            failure.message());
  }

  /** The kind as tables have it. */
  public static String kind(CellFailure failure) {
    return failure.kind() == null
        ? "of unknown kind"
        : failure.kind().name().toLowerCase(Locale.ROOT);
  }
}
