package dev.nemesis.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of one extension that lie together, for saying in one line what is many.
 *
 * @param folder in which they are, or below which
 * @param extension without the dot, in lower case; empty for names without
 * @param files at least one
 */
public record FileGroup(Path folder, String extension, List<Path> files) {
  /** With files in more subfolders than this, a folder is named instead of each of them. */
  private static final int FOLDERS = 3;

  public FileGroup {
    files = List.copyOf(files);
  }

  /** Puts files into groups, sorted by folder. */
  public static List<FileGroup> of(List<Path> files) {
    Map<String, Folder> byExtension = new TreeMap<>();
    for (Path file : files) {
      byExtension.computeIfAbsent(extension(file), e -> new Folder()).add(file, 0);
    }
    List<FileGroup> groups = new ArrayList<>();
    byExtension.forEach((extension, folder) -> folder.groups(extension, groups));
    groups.sort((a, b) -> a.files.get(0).compareTo(b.files.get(0)));
    return groups;
  }

  /** {@code "11 .txt files in real/classnames"}; a single one by its own name. */
  @Override
  public String toString() {
    if (files.size() == 1) {
      return files.get(0).toString();
    }
    String kind = extension.isEmpty() ? "files without extension" : "." + extension + " files";
    boolean flat = files.stream().allMatch(file -> folderOf(file).equals(folder));
    return files.size() + " " + kind + (flat ? " in " : " below ") + folder;
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }

  private static Path folderOf(Path file) {
    return file.getParent() == null ? Path.of("") : file.getParent();
  }

  /** A folder with its files of one extension and the folders below that have some. */
  private static final class Folder {
    private final List<Path> files = new ArrayList<>();
    private final Map<Path, Folder> folders = new TreeMap<>();

    void add(Path file, int depth) {
      Path folder = folderOf(file);
      Path rooted = folder.isAbsolute() ? folder.getRoot().relativize(folder) : folder;
      if (depth == rooted.getNameCount() || rooted.toString().isEmpty()) {
        files.add(file);
      } else {
        folders.computeIfAbsent(rooted.getName(depth), n -> new Folder()).add(file, depth + 1);
      }
    }

    void groups(String extension, List<FileGroup> groups) {
      if (folders.size() > FOLDERS) {
        List<Path> all = all();
        groups.add(new FileGroup(common(all), extension, all));
        return;
      }
      if (!files.isEmpty()) {
        groups.add(new FileGroup(folderOf(files.get(0)), extension, files));
      }
      folders.values().forEach(folder -> folder.groups(extension, groups));
    }

    private List<Path> all() {
      List<Path> all = new ArrayList<>(files);
      folders.values().forEach(folder -> all.addAll(folder.all()));
      return all;
    }

    private static Path common(List<Path> files) {
      Path common = folderOf(files.get(0));
      while (common != null && !below(files, common)) {
        common = common.getParent();
      }
      return common == null ? Path.of(".") : common;
    }

    private static boolean below(List<Path> files, Path folder) {
      return files.stream().allMatch(file -> file.startsWith(folder));
    }
  }
}
