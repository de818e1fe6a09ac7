package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the files in a tar lie, so that each can be read where it is. Only headers are read: 138 GB
 * are indexed with as many short reads as there are files. A tar in the tar is a folder of it, and
 * where everything lies in one folder with the tar's own name, that folder is left out. Immutable.
 */
final class TarIndex {
  private static final int RECORD = 512;
  private static final String SUFFIX = ".tar";

  /** Of this JVM: datasets are opened more than once, and the walk may take minutes. */
  private static final Map<Version, TarIndex> INDEXES = new ConcurrentHashMap<>();

  private record Version(Path tar, long length, long modified) {}

  private final Map<String, TarFolder> folders; // by name, which is empty or ends in a slash

  private TarIndex(Map<String, TarFolder> folders) {
    this.folders = folders;
  }

  /**
   * The index of a tar, made once per JVM.
   *
   * @throws InputException if it is cut short, or no tar
   */
  static TarIndex of(FileSystem files, FileStatus tar) {
    Version version = new Version(tar.getPath(), tar.getLen(), tar.getModificationTime());
    return INDEXES.computeIfAbsent(version, key -> new Walk(files, tar).index());
  }

  /**
   * The files of one folder.
   *
   * @param name empty for the tar itself, else ending in a slash
   */
  Optional<TarFolder> folder(String name) {
    return Optional.ofNullable(folders.get(name));
  }

  /** The names of the folders in a folder. */
  SortedSet<String> foldersIn(String parent) {
    SortedSet<String> names = new TreeSet<>();
    for (String name : folders.keySet()) {
      if (name.startsWith(parent) && name.length() > parent.length()) {
        names.add(name.substring(parent.length(), name.indexOf('/', parent.length())));
      }
    }
    return names;
  }

  /** One pass over the headers. */
  private static final class Walk {
    private final FileSystem files;
    private final FileStatus tar;
    private long count;
    private String last = "";

    Walk(FileSystem files, FileStatus tar) {
      this.files = files;
      this.tar = tar;
    }

    TarIndex index() {
      try (FSDataInputStream in = files.open(tar.getPath())) {
        Map<String, List<Member>> found = new TreeMap<>();
        String name = tar.getPath().getName();
        walk(in, 0, tar.getLen(), bare(name))
            .forEach((folder, members) -> add(found, folder, members));
        Map<String, TarFolder> folders = new HashMap<>();
        found.forEach(
            (folder, members) -> folders.put(folder, TarFolder.of(tar.getPath(), members)));
        return new TarIndex(folders);
      } catch (EOFException e) {
        throw cutShort(e);
      } catch (IOException e) {
        throw refused(e.getMessage(), e);
      }
    }

    /** The files between two places, by their folder. */
    private Map<String, List<Member>> walk(FSDataInputStream in, long from, long end, String name)
        throws IOException {
      Map<String, List<Member>> found = new TreeMap<>();
      long at = from;
      while (true) {
        Slice slice = new Slice(in, at, end);
        TarArchiveEntry entry = entry(slice, at);
        if (entry == null) {
          if (at + RECORD > end) { // a whole tar ends in a record of zeros
            throw cutShort(null);
          }
          return withoutOwnFolder(found, name);
        }
        long start = slice.position;
        long size = entry.isDirectory() ? 0 : entry.getSize();
        if (size > end - start) {
          last = entry.getName();
          throw cutShort(null);
        }
        String path = path(entry);
        if (entry.isFile() && path.endsWith(SUFFIX)) {
          String folder = bare(path) + "/";
          String inner = folder.substring(folder.lastIndexOf('/', folder.length() - 2) + 1);
          walk(in, start, start + size, inner.substring(0, inner.length() - 1))
              .forEach((below, members) -> add(found, folder + below, members));
        } else if (entry.isFile()) {
          int slash = path.lastIndexOf('/') + 1;
          Member member = new Member(path.substring(slash), start, size);
          add(found, path.substring(0, slash), List.of(member));
        }
        count++;
        last = entry.getName();
        at = start + (size + RECORD - 1) / RECORD * RECORD;
      }
    }

    /** A stream an entry: the library skips contents by reading them. Null at the end. */
    private TarArchiveEntry entry(Slice slice, long at) throws IOException {
      try (TarArchiveInputStream one = new TarArchiveInputStream(slice)) {
        TarArchiveEntry entry = one.getNextEntry();
        if (entry != null && !entry.isCheckSumOK()) {
          throw new IOException("a header's checksum is wrong");
        }
        return entry;
      } catch (EOFException e) {
        throw e;
      } catch (IOException | RuntimeException e) { // the library has many ways to meet a bad tar
        if (slice.endMet) {
          throw cutShort(e);
        }
        throw at == 0
            ? refused("it is not a tar", e)
            : refused("it is damaged at byte " + at + ", behind " + last, e);
      }
    }

    private static Map<String, List<Member>> withoutOwnFolder(
        Map<String, List<Member>> found, String name) {
      String own = name + "/";
      if (!found.keySet().stream().allMatch(folder -> folder.startsWith(own))) {
        return found;
      }
      Map<String, List<Member>> without = new TreeMap<>();
      found.forEach((folder, members) -> without.put(folder.substring(own.length()), members));
      return without;
    }

    private static void add(Map<String, List<Member>> found, String folder, List<Member> members) {
      found.computeIfAbsent(folder, key -> new ArrayList<>()).addAll(members);
    }

    private static String path(TarArchiveEntry entry) {
      String path = entry.getName();
      while (path.startsWith("./") || path.startsWith("/")) {
        path = path.substring(path.indexOf('/') + 1);
      }
      return path;
    }

    private static String bare(String name) {
      return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private InputException cutShort(Exception cause) {
      return refused(
          "it is cut short at "
              + tar.getLen()
              + " bytes, "
              + (count == 0 ? "in its first entry" : "after " + count + " entries, at " + last),
          cause);
    }

    private InputException refused(String why, Exception cause) {
      return InputException.cannot(
          ErrorCode.DATASET, "use the tar " + tar.getPath() + ": " + why, cause);
    }
  }

  /** One file in a tar. */
  record Member(String name, long offset, long length) {}

  /** The bytes between two places. Closing it leaves the file open. */
  private static final class Slice extends InputStream {
    private final FSDataInputStream in;
    private final long end;
    private long position;
    private boolean endMet;

    Slice(FSDataInputStream in, long from, long end) throws IOException {
      this.in = in;
      this.end = end;
      position = from;
      if (from < end) {
        in.seek(from);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (position >= end) {
        endMet = true;
        return -1;
      }
      int read = in.read(to, offset, (int) Math.min(length, end - position));
      position += Math.max(0, read);
      return read;
    }
  }
}
