package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RefusedFileException;
import dev.nemesis.file.RegularFile;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Image files below a folder, on anything Hadoop's file system reaches: JPEG, PNG, GIF, BMP, TIFF,
 * WebP, PPM. Where a folder is missing and a tar of its name is there ({@code n01440764.tar} for
 * {@code n01440764}), at any depth, files are read in the tar.
 */
public final class PictureFiles implements PictureSource {
  /** Bytes of one image's file; decoded, the largest picture that is read has twice as many. */
  static final long MOST_BYTES = 256L << 20;

  /** Ends the name of a tar. */
  static final String TAR = ".tar";

  private static final List<String> PACKED =
      List.of(".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst", ".zip");

  private final FileSystem files;
  private final Path root;
  private final Map<String, Optional<TarFolder>> inTars = new ConcurrentHashMap<>(); // by folder

  PictureFiles(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /**
   * The images below a folder.
   *
   * @param root a folder, or a tar; a tar's name may lack its {@code .tar}
   * @param hadoop how to reach it
   * @throws InputException if there is no such folder or tar
   */
  public static PictureFiles below(Path root, Configuration hadoop) {
    boolean isTar = root.getName().endsWith(TAR);
    String name = isTar ? bare(root.getName()) : root.getName();
    Path folder = isTar ? new Path(root.getParent(), "./" + name) : root;
    try {
      FileSystem any = root.getFileSystem(hadoop);
      // Past the checksum files Hadoop looks for on local disks: pictures have none, and the search
      // fails on names with a colon.
      FileSystem files = any instanceof LocalFileSystem local ? local.getRawFileSystem() : any;
      Optional<FileStatus> found = status(files, folder);
      if (found.isPresent() && !found.get().isDirectory()) {
        throw new IOException("it is no folder");
      }
      if (found.isEmpty() && status(files, tarOf(folder)).isEmpty()) {
        throw InputException.cannot(
            ErrorCode.DATASET,
            "find the images' folder " + folder + ": there is none" + hint(files, folder));
      }
      return new PictureFiles(files, folder);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "read the images' folder " + root + ": " + e.getMessage(), e);
    }
  }

  /**
   * Ends the message about a missing folder: names a packed file that cannot be read in place, if
   * there is one.
   */
  private static String hint(FileSystem files, Path folder) throws IOException {
    for (String suffix : PACKED) {
      if (status(files, beside(folder, suffix)).isPresent()) {
        return ", and "
            + folder.getName()
            + suffix
            + " cannot be read in place; unpack it, or make "
            + folder.getName()
            + TAR
            + " of it";
      }
    }
    return ", nor " + folder.getName() + TAR;
  }

  @Override
  public Picture read(String path) {
    Path file = locate(path);
    byte[] content = content(path, file);
    try {
      return PictureDecoder.decode(content);
    } catch (IOException e) {
      throw new BrokenImageException("read", file, e.getMessage(), e);
    }
  }

  private byte[] content(String path, Path file) {
    Optional<TarFolder> tar = inTars.getOrDefault(folder(path), Optional.empty());
    if (tar.isPresent()) {
      return inTar(tar.get(), path, file);
    }
    try {
      return RegularFile.bytes(files, file, MOST_BYTES);
    } catch (RefusedFileException e) {
      throw new BrokenImageException("read", file, e.getMessage(), e);
    } catch (FileNotFoundException e) {
      Optional<TarFolder> found = tarFolder(folder(path));
      if (found.isPresent()) {
        return inTar(found.get(), path, file);
      }
      throw notOpened(file, e);
    } catch (IOException e) {
      throw unreachable(file, e);
    }
  }

  private byte[] inTar(TarFolder tar, String path, Path file) {
    String refusal = tar.refusal(name(path));
    if (refusal != null) {
      throw new BrokenImageException("read", file, refusal, null);
    }
    byte[] content;
    try {
      content = tar.read(files, name(path));
    } catch (IOException e) {
      throw unreachable(file, e);
    }
    if (content == null) {
      throw new BrokenImageException("find", file, "there is no such file in the tar", null);
    }
    return content;
  }

  /**
   * A local disk says "not found" of what may not be read and of one open file too many as well,
   * and of everything once it is no longer mounted.
   */
  private RuntimeException notOpened(Path file, FileNotFoundException why) {
    try {
      if (!files.exists(file)) {
        return files.exists(root)
            ? new BrokenImageException("find", file, "there is no such file", why)
            : unreachable(file, why);
      }
      return files.getFileStatus(file).isDirectory()
          ? new BrokenImageException("read", file, "it is a folder", why)
          : unreachable(file, why);
    } catch (IOException e) {
      return unreachable(file, e);
    }
  }

  private static UncheckedIOException unreachable(Path file, IOException why) {
    return new UncheckedIOException("Cannot read " + file + ": " + why.getMessage(), why);
  }

  @Override
  public boolean exists(String path) {
    return lengths(Set.of(path)).containsKey(path);
  }

  /**
   * Lengths in bytes of those of the paths that are there. Asks for one listing a folder: a file
   * system far away answers a hundred listings sooner than fifty thousand questions.
   */
  public Map<String, Long> lengths(Collection<String> paths) {
    Map<String, Map<String, Long>> folders = new HashMap<>();
    Map<String, Long> lengths = new HashMap<>();
    for (String path : paths) {
      Long length =
          folders
              .computeIfAbsent(
                  folder(path),
                  name -> listing(name).map(FolderListing::files).orElse(new TreeMap<>()))
              .get(name(path));
      if (length != null) {
        lengths.put(path, length);
      }
    }
    return lengths;
  }

  /** Where an image lies, for messages. */
  public Path locate(String path) {
    return new Path(root, "./" + path); // or a colon in it would pass for a scheme
  }

  /**
   * Lists a folder; empty if there is no such folder, nor a tar in its place.
   *
   * @param folder below the images' folder: empty for that itself, else ending in a slash
   * @throws InputException if it cannot be listed, or a tar in its place cannot be used
   */
  public Optional<FolderListing> listing(String folder) {
    SortedMap<String, Long> lengths = new TreeMap<>();
    SortedSet<String> folders = new TreeSet<>();
    Path place = folder.isEmpty() ? root : locate(folder);
    try {
      RemoteIterator<FileStatus> listing = files.listStatusIterator(place);
      while (listing.hasNext()) {
        FileStatus file = listing.next();
        String name = file.getPath().getName();
        if (file.isDirectory()) {
          folders.add(name);
        } else if (name.endsWith(TAR)) {
          folders.add(bare(name));
        } else {
          lengths.put(name, file.getLen());
        }
      }
      return Optional.of(new FolderListing(lengths, folders, deadLinks(place)));
    } catch (FileNotFoundException e) {
      return listingInTar(folder);
    } catch (IOException e) {
      throw notListed(folder, e);
    }
  }

  /**
   * Hadoop leaves them out of its listings of a local disk, as if somebody had just deleted them.
   */
  private SortedSet<String> deadLinks(Path folder) {
    SortedSet<String> dead = new TreeSet<>();
    if (files instanceof RawLocalFileSystem local) {
      File[] all = local.pathToFile(folder).listFiles();
      for (File file : all == null ? new File[0] : all) {
        if (!file.exists() && Files.isSymbolicLink(file.toPath())) {
          dead.add(file.getName());
        }
      }
    }
    return dead;
  }

  private InputException notListed(String folder, IOException why) {
    return InputException.cannot(
        ErrorCode.DATASET, "list the folder " + locate(folder) + ": " + why.getMessage(), why);
  }

  private Optional<FolderListing> listingInTar(String folder) {
    Optional<Place> place;
    try {
      place = place(folder);
    } catch (UncheckedIOException e) {
      throw notListed(folder, e.getCause());
    }
    if (place.isEmpty()) {
      return Optional.empty();
    }
    TarIndex index = place.get().index();
    Optional<TarFolder> tar = tarFolder(folder);
    SortedSet<String> folders = index.foldersIn(place.get().folder());
    return tar.isEmpty() && folders.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FolderListing(
                tar.map(TarFolder::lengths).orElse(new TreeMap<>()), folders, new TreeSet<>()));
  }

  private Optional<TarFolder> tarFolder(String folder) {
    return inTars.computeIfAbsent(
        folder, name -> place(name).flatMap(place -> place.index().folder(place.folder())));
  }

  /** A folder in a tar. */
  private record Place(TarIndex index, String folder) {}

  /** The innermost tar that stands in for a folder or for one of those it lies in. */
  private Optional<Place> place(String folder) {
    for (String outer = folder; ; outer = outer.substring(0, parentEnd(outer))) {
      Path real = outer.isEmpty() ? root : locate(outer.substring(0, outer.length() - 1));
      try {
        Optional<FileStatus> tar = status(files, tarOf(real));
        if (tar.isPresent() && tar.get().isFile()) {
          return Optional.of(
              new Place(TarIndex.of(files, tar.get()), folder.substring(outer.length())));
        }
      } catch (IOException e) {
        throw unreachable(tarOf(real), e);
      }
      if (outer.isEmpty()) {
        return Optional.empty();
      }
    }
  }

  private static int parentEnd(String folder) {
    return folder.lastIndexOf('/', folder.length() - 2) + 1;
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String bare(String tar) {
    return tar.substring(0, tar.length() - TAR.length());
  }

  private static Path tarOf(Path folder) {
    return beside(folder, TAR);
  }

  private static Path beside(Path folder, String suffix) {
    return new Path(folder.getParent(), "./" + folder.getName() + suffix);
  }

  private static Optional<FileStatus> status(FileSystem files, Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
