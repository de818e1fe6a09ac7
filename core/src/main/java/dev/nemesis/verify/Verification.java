package dev.nemesis.verify;

import dev.nemesis.error.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The recordings below some folders, and the files that are none.
 *
 * @param recordings in the order of their paths
 * @param unrecognised files that are neither recordings nor anything one is read from
 */
public record Verification(List<Recording> recordings, List<Path> unrecognised) {
  public Verification {
    recordings = List.copyOf(recordings);
    unrecognised = List.copyOf(unrecognised);
  }

  /**
   * Looks for recordings of every known format.
   *
   * @param paths files and folders
   * @param vocabulary a file that is known for what it is
   * @throws InputException if one of the paths does not exist
   */
  public static Verification of(List<Path> paths, Optional<Path> vocabulary) {
    Verification found = of(paths, formats());
    return new Verification(
        found.recordings,
        found.unrecognised.stream()
            .filter(file -> vocabulary.filter(v -> Walk.key(v).equals(Walk.key(file))).isEmpty())
            .toList());
  }

  /** Looks for recordings of every known format, without a vocabulary. */
  public static Verification of(List<Path> paths) {
    return of(paths, Optional.empty());
  }

  /** The known formats; the first one that recognises a file has it. */
  private static List<Format> formats() {
    return List.of(
        new TraceFormat(),
        new VisionFormat(),
        new TextEncodingFormat(),
        new TokenizerFormat(),
        new SchedulesFormat(),
        new TransformsFormat(),
        new FewShotFormat(),
        new ContainerFormat());
  }

  static Verification of(List<Path> paths, List<Format> formats) {
    List<Recording> recordings = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    Set<Path> used = new HashSet<>();
    Walk walk = Walk.of(paths);
    walk.unreadable().forEach((path, why) -> recordings.add(new Damaged(path, why)));
    for (Path path : walk.files()) {
      WalkedFile file = new WalkedFile(path);
      try {
        Optional<Recording> recording =
            formats.stream().flatMap(format -> format.recognise(file).stream()).findFirst();
        if (recording.isPresent()) {
          recording.get().files().forEach(needed -> used.add(Walk.key(needed)));
          recordings.add(recording.get());
        } else if (formats.stream().noneMatch(format -> format.isInput(file))) {
          others.add(path);
        }
      } catch (InputException e) {
        recordings.add(new Damaged(path, e.getMessage()));
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        recordings.add(new Damaged(path, "Cannot read " + path + ": " + e));
      }
    }
    others.addAll(walk.special());
    others.removeIf(path -> used.contains(Walk.key(path)));
    return new Verification(recordings, others.stream().sorted().toList());
  }

  /** Replays one recording; whatever is wrong with it is in the verdict. */
  public static Verdict verdict(Recording recording, Replay replay) {
    try {
      return recording.replay(replay);
    } catch (InputException e) {
      return Verdict.failed(recording, e.getMessage());
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // One recording that the code cannot cope with is no reason not to replay the others.
      return Verdict.failed(recording, "Cannot replay it: " + e);
    }
  }

  /** A file that cannot be read as what it is. */
  private record Damaged(Path path, String why) implements Recording {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public String compares() {
      return "nothing";
    }

    @Override
    public Set<Path> files() {
      return Set.of(path);
    }

    @Override
    public Verdict replay(Replay replay) {
      return Verdict.failed(this, why);
    }
  }
}
