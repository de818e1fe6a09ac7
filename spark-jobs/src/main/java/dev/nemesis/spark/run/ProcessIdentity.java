package dev.nemesis.spark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Identity that tells a process from all others, as Linux knows it. A host's name does not, for
 * containers may share one; nor does the time it started by the wall clock, which is set at times.
 *
 * @param boot of the machine: an id that each boot draws
 * @param namespace in which the process has its number; a container has one of its own
 * @param user whose process it is: those of others may be hidden
 * @param pid its number
 * @param ticks from the boot to its start
 */
record ProcessIdentity(String boot, String namespace, String user, long pid, String ticks) {
  private static final Path PROCESSES = Path.of("/proc");

  /** Where a process's start stands in its {@code stat}, counted from behind its name. */
  private static final int TICKS = 19;

  /** This process's; none where there is no such thing. */
  static Optional<ProcessIdentity> here() {
    try {
      long pid = ProcessHandle.current().pid();
      return Optional.of(
          new ProcessIdentity(
              Files.readString(PROCESSES.resolve("sys/kernel/random/boot_id")).strip(),
              Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid")).toString(),
              System.getProperty("user.name"),
              pid,
              ticks(pid)));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Returns whether the process has ended; false if that cannot be told from here. */
  boolean hasEnded() {
    return isTold() && !liveTicks().equals(Optional.of(ticks));
  }

  /** Returns whether the process lives; false if that cannot be told from here. */
  boolean isAlive() {
    return isTold() && liveTicks().equals(Optional.of(ticks));
  }

  private boolean isTold() {
    return here()
        .filter(here -> here.boot.equals(boot))
        .filter(here -> here.namespace.equals(namespace))
        .filter(here -> here.user.equals(user))
        .isPresent();
  }

  private Optional<String> liveTicks() {
    try {
      return Optional.of(ticks(pid));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) { // it ended while it was looked at
      return Files.exists(PROCESSES.resolve("" + pid)) ? Optional.of(ticks) : Optional.empty();
    }
  }

  private static String ticks(long pid) throws IOException {
    String stat = Files.readString(PROCESSES.resolve(pid + "/stat"));
    // The name is in brackets and may hold any character.
    String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    if (rest[0].equals("Z") || rest[0].equals("X")) {
      throw new NoSuchFileException("process " + pid + " has ended, and its parent does not know");
    }
    return rest[TICKS];
  }
}
