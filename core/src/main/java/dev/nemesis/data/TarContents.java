package dev.nemesis.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of one tar, gathered while it is walked: of several members of one name the last
 * counts, as when a tar is unpacked. Links are followed within the tar; one that leads out of it,
 * nowhere or back to itself is a member that cannot be read.
 */
final class TarContents {
  /** The most links followed in a row; as many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** Files of linked folders. */
  private static final int MOST_LINKED = 2_000_000;

  private final TreeMap<String, SortedMap<String, Member>> folders = new TreeMap<>();
  private final Map<String, String> links = new TreeMap<>(); // where each leads, in the tar

  /**
   * One file in a tar.
   *
   * @param refusal why it cannot be read; null if it can
   */
  record Member(long offset, long length, String refusal) {
    static Member refused(String why) {
      return new Member(0, 0, why);
    }
  }

  /** Adds a file; its path is from the tar's top. */
  void add(String path, Member member) {
    links.remove(path);
    folders.computeIfAbsent(folder(path), name -> new TreeMap<>()).put(name(path), member);
  }

  /** Adds what a tar in this tar holds, as a folder (which ends in a slash). */
  void add(String folder, Map<String, SortedMap<String, Member>> inner) {
    inner.forEach(
        (below, members) ->
            folders.computeIfAbsent(folder + below, name -> new TreeMap<>()).putAll(members));
  }

  /** Adds a second name of a file, which is the one that was there when the tar was written. */
  void addHardLink(String path, String to) {
    String target = normal(to);
    Member member = target == null ? null : file(target);
    if (member != null) {
      add(path, member);
    } else {
      addLink(path, to, target);
    }
  }

  /** Adds a symbolic link: where it leads is told from the folder it lies in. */
  void addSymbolicLink(String path, String to) {
    addLink(path, to, to.startsWith("/") ? null : normal(folder(path) + to));
  }

  private void addLink(String path, String to, String target) {
    if (target == null) {
      add(path, Member.refused("is a link to " + to + ", which leads out of it"));
      return;
    }
    SortedMap<String, Member> beside = folders.get(folder(path));
    if (beside != null) {
      beside.remove(name(path));
    }
    links.put(path, target);
  }

  /** The files by folder, with links followed. */
  Map<String, SortedMap<String, Member>> followed() {
    Map<String, String> ofFolders = new TreeMap<>();
    for (String path : links.keySet()) {
      String end = end(path);
      Member file = end == null ? Member.refused("is a link back to itself") : file(end);
      if (file == null && isFolder(bare(end))) {
        ofFolders.put(path, bare(end));
      } else {
        SortedMap<String, Member> beside =
            folders.computeIfAbsent(folder(path), name -> new TreeMap<>());
        beside.put(
            name(path),
            file != null ? file : Member.refused("is a link to " + end + ", which is not in it"));
      }
    }
    follow(ofFolders);
    return folders;
  }

  /** Folders that are reached through links only are not linked again: they might never end. */
  private void follow(Map<String, String> ofFolders) {
    TreeMap<String, SortedMap<String, Member>> real = new TreeMap<>(folders);
    long linked = 0;
    for (Map.Entry<String, String> link : ofFolders.entrySet()) {
      String path = link.getKey();
      String from = link.getValue().isEmpty() ? "" : link.getValue() + "/";
      String to = bare(path) + "/";
      for (var folder : real.tailMap(from).entrySet()) {
        if (!folder.getKey().startsWith(from)) {
          break;
        }
        linked += folder.getValue().size();
        if (to.startsWith(from) || linked > MOST_LINKED) {
          String why = to.startsWith(from) ? "it lies in" : "with too many files";
          add(path, Member.refused("is a link to a folder " + why));
          break;
        }
        folders
            .computeIfAbsent(to + folder.getKey().substring(from.length()), name -> new TreeMap<>())
            .putAll(folder.getValue());
      }
    }
  }

  /** Where a path leads in the end; null if it never ends. */
  private String end(String path) {
    String at = path;
    for (int followed = 0; followed <= MOST_LINKS; followed++) {
      String link = firstLink(at);
      if (link == null) {
        return at;
      }
      String target = links.get(link) + at.substring(link.length());
      at = target.startsWith("/") ? target.substring(1) : target; // a link to the top
    }
    return null;
  }

  private String firstLink(String path) {
    int end = 0;
    while (end < path.length()) {
      int slash = path.indexOf('/', end + 1);
      end = slash < 0 ? path.length() : slash;
      if (links.containsKey(path.substring(0, end))) {
        return path.substring(0, end);
      }
    }
    return null;
  }

  private Member file(String path) {
    SortedMap<String, Member> folder = folders.get(folder(path));
    return folder == null ? null : folder.get(name(path));
  }

  private boolean isFolder(String path) {
    String below = path.isEmpty() ? "" : path + "/";
    String first = folders.ceilingKey(below);
    return first != null && first.startsWith(below);
  }

  /**
   * A path from the tar's top without {@code .}, {@code ..} and empty names; null if it leads out.
   */
  static String normal(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        if (names.pollLast() == null) {
          return null;
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return String.join("/", names);
  }

  /** A tar stands for the folder of its name. */
  static String bare(String tar) {
    return tar.endsWith(PictureFiles.TAR)
        ? tar.substring(0, tar.length() - PictureFiles.TAR.length())
        : tar;
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
