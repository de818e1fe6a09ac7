package dev.nemesis.data.reader;

import dev.nemesis.data.reader.DatasetHome.Line;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.math.BigInteger;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
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
      if (byFolder.putIfAbsent(sameEverywhere(folderAndName[0]), folderAndName[1]) != null) {
        throw line.unusable("the folder " + folderAndName[0] + " is there twice");
      }
    }
    return new NamesFile(home.file(name), byFolder);
  }

  /** The name of the class in a folder. */
  String of(String folder) {
    String name = byFolder.get(sameEverywhere(folder));
    if (name == null) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "name the class of the folder " + folder + ": " + file + " has no line for it");
    }
    return name;
  }

  /**
   * The names in the order of their folders: by number where all are numbers, else by letter.
   *
   * @throws InputException if these could be counted in two ways
   */
  List<String> byRank() {
    List<String> folders = new ArrayList<>(byFolder.keySet());
    if (folders.stream().allMatch(folder -> folder.matches("\\d+"))) {
      folders.sort(Comparator.comparing(BigInteger::new));
    } else if (folders.stream().mapToInt(String::length).distinct().count() > 1
        && !folders.stream().sorted().toList().equals(folders)) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "rank the folders of %s: their names have different lengths, and the lines are not in the order of the letters; sort them"
              .formatted(file));
    } else {
      folders.sort(null);
    }
    return folders.stream().map(byFolder::get).toList();
  }

  /** A letter with an accent is two characters in names that a Mac has written. */
  private static String sameEverywhere(String folder) {
    return Normalizer.normalize(folder, Normalizer.Form.NFC);
  }

  Path file() {
    return file;
  }
}
