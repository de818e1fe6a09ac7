package dev.nemesis.spark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it printed to the error stream
 */
public record Ended(int code, String out, String err) {
  /** Runs a process to its end; its output goes to files {@code NAME.out} and {@code NAME.err}. */
  static Ended run(ProcessBuilder builder, Path folder, String name)
      throws IOException, InterruptedException {
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return await(process, out, err, Duration.ofMinutes(10));
  }

  /** Waits for a process; one that takes longer is killed with all it started. */
  static Ended await(Process process, Path out, Path err, Duration atMost)
      throws IOException, InterruptedException {
    boolean ended = false;
    try {
      ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!ended) {
        kill(process);
      }
    }
    if (!ended) {
      throw new AssertionError(
          "It ran for more than %s and was killed.%n%s%n%s"
              .formatted(atMost, Files.readString(out), Files.readString(err)));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** SIGKILL, for the process and all it started. */
  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
