package dev.nemesis.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nemesis.data.TarContents.Member;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RegularFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveStructSparse;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the files in a tar lie, so that each can be read where it is. Only headers are read: 138 GB
 * are indexed with as many short reads as there are files. A tar in the tar is a folder of it, and
 * where everything lies in one folder with the tar's own name, that folder is left out. Immutable.
 *
 * <p>Headers are parsed by Commons Compress; its {@code TarFile}, which would also find the places,
 * keeps some 500 bytes a member and takes a tar that is cut short between two for a whole one.
 */
final class TarIndex {
  private static final int RECORD = 512;
  private static final int MOST_HEADER = 1 << 22;

  /** A tar, tars in it (one a class, or one a split), and tars in those. */
  private static final int MOST_DEPTH = 3;

  private static final byte VOLUME_LABEL = 'V'; // of GNU tar

  /**
   * The indexes made in this JVM: datasets are opened more than once, and the walk may take
   * minutes.
   */
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
      Path path = tar.getPath();
      try (FSDataInputStream in = RegularFile.open(files, path, Long.MAX_VALUE)) {
        Map<String, TarFolder> folders = new HashMap<>();
        walk(in, 0, tar.getLen(), path.getName(), 1)
            .forEach((folder, members) -> folders.put(folder, TarFolder.of(path, members)));
        return new TarIndex(folders);
      } catch (EOFException e) {
        throw cutShort(e);
      } catch (IOException e) {
        throw refused(e.getMessage(), e);
      }
    }

    /**
     * The files between two places, by their folder.
     *
     * @param name the tar's, with those it lies in
     * @param depth 1 for the outermost tar
     */
    private Map<String, SortedMap<String, Member>> walk(
        FSDataInputStream in, long from, long end, String name, int depth) throws IOException {
      if (depth > MOST_DEPTH) {
        throw refused(
            "its member "
                + member(name)
                + " is a tar within "
                + MOST_DEPTH
                + " tars, one more than is read",
            null);
      }
      TarContents found = new TarContents();
      long at = from;
      while (true) {
        Slice slice = new Slice(in, at, end);
        TarArchiveEntry entry = entry(slice, from, at, name);
        if (entry == null) {
          if (at + RECORD > end) { // a whole tar ends in a record of zeros
            throw refused(slice, from, at, name, new EOFException());
          }
          String own = TarContents.bare(name.substring(name.lastIndexOf('/') + 1));
          return withoutOwnFolder(found.followed(), own);
        }
        long start = slice.position - sparseMap(entry);
        boolean isEmpty = entry.isDirectory() || entry.isLink() || entry.isSymbolicLink();
        long size = isEmpty ? 0 : entry.getSize();
        if (size > end - start) {
          last = entry.getName();
          throw cutShort(null);
        }
        String path = TarContents.normal(entry.getName());
        if (path == null) {
          throw refused("its member " + entry.getName() + " leads out of it", null);
        }
        if (isTar(entry, path)) {
          Map<String, SortedMap<String, Member>> inner =
              walk(in, start, start + size, name + "/" + path, depth + 1);
          found.add(TarContents.bare(path) + "/", inner);
        } else {
          add(found, entry, path, start);
        }
        count++;
        last = entry.getName();
        at = start + records(size);
      }
    }

    /** Bytes of the map before a PAX sparse file's content, which the library has read over. */
    private static long sparseMap(TarArchiveEntry entry) {
      if (!entry.isPaxGNU1XSparse()) {
        return 0;
      }
      StringBuilder map = new StringBuilder().append(entry.getSparseHeaders().size()).append('\n');
      for (TarArchiveStructSparse piece : entry.getSparseHeaders()) {
        map.append(piece.getOffset()).append('\n').append(piece.getNumbytes()).append('\n');
      }
      return records(map.length());
    }

    private static long records(long bytes) {
      return (bytes + RECORD - 1) / RECORD * RECORD;
    }

    private static boolean isTar(TarArchiveEntry entry, String path) {
      byte kind = entry.getLinkFlag();
      boolean isRegular =
          kind == TarConstants.LF_NORMAL
              || kind == TarConstants.LF_OLDNORM
              || kind == TarConstants.LF_CONTIG;
      return isRegular && !entry.isSparse() && path.endsWith(PictureFiles.TAR);
    }

    private static void add(TarContents found, TarArchiveEntry entry, String path, long start) {
      if (entry.isLink()) {
        found.addHardLink(path, entry.getLinkName());
      } else if (entry.isSymbolicLink()) {
        found.addSymbolicLink(path, entry.getLinkName());
      } else if (entry.isSparse()) {
        found.add(path, Member.refused("is a sparse file"));
      } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
        found.add(path, Member.refused("is a pipe or a device"));
      } else if (entry.getLinkFlag() == TarConstants.LF_MULTIVOLUME) {
        found.add(path, Member.refused("goes on from another volume"));
      } else if (entry.isFile() && entry.getLinkFlag() != VOLUME_LABEL) {
        found.add(path, new Member(start, entry.getSize(), null));
      }
    }

    /** A stream an entry: the library skips contents by reading them. Null at the end. */
    private TarArchiveEntry entry(Slice slice, long from, long at, String name) throws IOException {
      try (TarArchiveInputStream one = new TarArchiveInputStream(slice, UTF_8.name())) {
        TarArchiveEntry entry = one.getNextEntry();
        if (entry != null && !entry.isCheckSumOK()) {
          throw new IOException("a header's checksum is wrong");
        }
        return entry;
      } catch (IOException | RuntimeException e) { // the library has many ways to meet a bad tar
        throw refused(slice, from, at, name, e);
      }
    }

    private InputException refused(Slice slice, long from, long at, String name, Exception cause)
        throws IOException {
      boolean ended = slice.endMet || cause instanceof EOFException;
      String packed = at == from ? packed(slice.again()) : "";
      if (ended && packed.isEmpty()) {
        return cutShort(cause);
      }
      if (at > from) {
        return refused("it is damaged at byte " + at + ", behind " + last, cause);
      }
      String which = from == 0 ? "it" : "its member " + member(name);
      return refused(which + " is " + packed + "not a tar", cause);
    }

    private static String member(String name) {
      return name.substring(name.indexOf('/') + 1);
    }

    /** The name of what a tar was packed with, if that is known. */
    private static String packed(InputStream start) {
      try {
        return "packed (%s), so that nothing can be read in its place, and "
            .formatted(CompressorStreamFactory.detect(new BufferedInputStream(start)));
      } catch (CompressorException e) {
        return "";
      }
    }

    private static Map<String, SortedMap<String, Member>> withoutOwnFolder(
        Map<String, SortedMap<String, Member>> found, String name) {
      String own = name + "/";
      Map<String, SortedMap<String, Member>> without = new TreeMap<>();
      for (Map.Entry<String, SortedMap<String, Member>> entry : found.entrySet()) {
        String folder = entry.getKey();
        if (folder.startsWith(own)) {
          folder = folder.substring(own.length());
        } else if (!isLitter(folder, entry.getValue())) {
          return found;
        }
        without.computeIfAbsent(folder, key -> new TreeMap<>()).putAll(entry.getValue());
      }
      return without;
    }

    /** Whether a Mac put it beside the folder: its resource fork, {@code __MACOSX}. */
    private static boolean isLitter(String folder, SortedMap<String, Member> members) {
      return Stream.of(folder.split("/")).anyMatch(Litter::is)
          || members.keySet().stream().allMatch(Litter::is);
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

  /** The bytes between two places. Closing it leaves the file open. */
  private static final class Slice extends InputStream {
    private final FSDataInputStream in;
    private final long from;
    private final long end;
    private long position;
    private boolean endMet;

    Slice(FSDataInputStream in, long from, long end) throws IOException {
      this.in = in;
      this.from = from;
      this.end = end;
      position = from;
      if (from < end) {
        in.seek(from);
      }
    }

    /** This slice from its start. */
    Slice again() throws IOException {
      return new Slice(in, from, end);
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
      if (position - from > MOST_HEADER) { // names are read whole, however long they claim to be
        throw new IOException("a header has more than " + MOST_HEADER + " bytes");
      }
      int read = in.read(to, offset, (int) Math.min(length, end - position));
      position += Math.max(0, read);
      return read;
    }
  }
}
