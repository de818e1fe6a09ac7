package dev.nemesis.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The result of replaying one recording.
 *
 * @param name where it lies
 * @param compared what was compared, in a few words
 * @param measures of each quantity the worst; empty where nothing could be compared
 * @param status whether it passed
 * @param message why it did not, one line; empty if it passed or the measures say it all
 */
public record Verdict(
    String name, String compared, List<Measure> measures, Status status, String message) {

  /** Whether a recording passed. */
  public enum Status {
    PASS,
    FAIL,
    /** The recording was recognised, but what it takes to replay it is not there. */
    SKIPPED
  }

  /** Keeps names and messages to one line, whatever a file put into them. */
  public Verdict {
    name = oneLine(name);
    measures = List.copyOf(measures);
    message = oneLine(message);
  }

  /** Passes if every measure does, and there are any. */
  public static Verdict of(Recording recording, List<Measure> measures) {
    boolean passes = !measures.isEmpty() && measures.stream().allMatch(Measure::passes);
    return new Verdict(
        recording.name(),
        recording.compares(),
        Measure.worstOfEach(measures),
        passes ? Status.PASS : Status.FAIL,
        measures.isEmpty() ? "there is nothing in it to compare" : "");
  }

  /** A recording that could not be replayed through a fault of its own. */
  public static Verdict failed(Recording recording, String why) {
    return new Verdict(recording.name(), recording.compares(), List.of(), Status.FAIL, why);
  }

  /** A recording that was left out. */
  public static Verdict skipped(Recording recording, String why) {
    return new Verdict(recording.name(), recording.compares(), List.of(), Status.SKIPPED, why);
  }

  /** Text that may come out of a file, fit for one line of a terminal. */
  static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
  }

  /** The measure closest to its tolerance, or furthest beyond. */
  public Optional<Measure> worst() {
    return measures.stream().max(Comparator.comparingDouble(Measure::share));
  }
}
