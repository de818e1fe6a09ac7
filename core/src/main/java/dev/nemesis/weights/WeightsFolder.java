package dev.nemesis.weights;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder of a model, as Hugging Face's and open_clip's libraries lay it out. */
final class WeightsFolder {
  /** Several may lie there, of the same weights: the first is read, as those libraries do. */
  private static final List<String> FILES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "open_clip_model.safetensors",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json",
          "open_clip_pytorch_model.bin");

  private static final String OTHERS = ".*\\.(safetensors|pt|pth|ckpt|bin)|.*\\.pth\\.tar(-\\d+)?";

  private static final String SHARD = ".*-\\d+-of-\\d+\\..*";

  /** Where the libraries' cache keeps a model's versions. */
  private static final String SNAPSHOTS = "snapshots";

  private WeightsFolder() {}

  /**
   * The file of weights a location names.
   *
   * @param location a file, or a folder with a file of a known name, or with one file of weights
   *     whatever its name
   * @throws InputException if the folder has none, or several of unknown names
   */
  static String file(FileSystem files, String location) throws IOException {
    Path path = Location.path(location);
    if (!files.getFileStatus(path).isDirectory()) {
      return location;
    }
    Set<String> names = new TreeSet<>();
    for (FileStatus entry : files.listStatus(path)) {
      names.add(entry.getPath().getName());
    }
    if (names.contains(SNAPSHOTS)) {
      return file(files, only(location, snapshots(files, new Path(path, SNAPSHOTS))));
    }
    for (String name : FILES) {
      if (names.contains(name)) {
        return within(location, name);
      }
    }
    List<String> others =
        names.stream().filter(name -> name.matches(OTHERS) && !name.matches(SHARD)).toList();
    return within(location, only(location, others));
  }

  private static List<String> snapshots(FileSystem files, Path folder) throws IOException {
    List<String> snapshots = new ArrayList<>();
    for (FileStatus entry : files.listStatus(folder)) {
      snapshots.add(entry.getPath().toString());
    }
    return snapshots;
  }

  private static String only(String location, List<String> candidates) {
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    throw InputException.cannot(
        ErrorCode.WEIGHTS,
        candidates.isEmpty()
            ? "find weights in the folder %s: it has none of %s"
                .formatted(location, String.join(", ", FILES))
            : "tell which of the weights in the folder %s are meant: %s; give one of them"
                .formatted(location, String.join(", ", candidates)));
  }

  private static String within(String folder, String name) {
    return folder.replaceFirst("/+$", "") + "/" + name;
  }
}
