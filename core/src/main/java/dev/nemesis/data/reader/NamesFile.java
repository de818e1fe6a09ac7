package dev.nemesis.data.reader;

import dev.nemesis.data.reader.DatasetHome.Line;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * A file such as {@code classnames.txt} of CoOp's ImageNet: a line {@code n01440764 tench} a class,
 * its folder and its name, which may hold spaces.
 */
final class NamesFile {
  private final Path file;
  private final Map<String, String> byFolder;

  private NamesFile(Path file, Map<String, String> byFolder) {
    this.file = file;
    this.byFolder = byFolder;
  }

  static NamesFile read(DatasetHome home, String name) {
    Map<String, String> byFolder = new LinkedHashMap<>();
    for (Line line : home.lines(name, "list of class names")) {
      String[] folderAndName = line.text().split("\\s+", 2);
      if (folderAndName.length < 2) {
        throw line.unusable(
            "\"" + line.text() + "\" is not a class's folder, a space, and its name");
      }
      if (byFolder.putIfAbsent(folderAndName[0], folderAndName[1]) != null) {
        throw line.unusable("the folder " + folderAndName[0] + " is there twice");
      }
    }
    return new NamesFile(home.file(name), byFolder);
  }

  /** The name of the class in a folder. */
  String of(String folder) {
    String name = byFolder.get(folder);
    if (name == null) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "name the class of the folder " + folder + ": " + file + " has no line for it");
    }
    return name;
  }

  /** The names in the order of the lines. */
  List<String> inOrder() {
    return new ArrayList<>(byFolder.values());
  }

  Path file() {
    return file;
  }
}
