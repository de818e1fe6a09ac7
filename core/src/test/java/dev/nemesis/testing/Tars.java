package dev.nemesis.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Tars as GNU tar writes them. */
public final class Tars {
  private Tars() {}

  /** A tar of files by name, with an entry for each folder as well. */
  public static byte[] of(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      String folder = "";
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        String in = file.getKey().substring(0, file.getKey().lastIndexOf('/') + 1);
        if (!in.equals(folder)) {
          tar.putArchiveEntry(new TarArchiveEntry(in));
          tar.closeArchiveEntry();
          folder = in;
        }
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Puts a folder into a tar beside it, called as it is, and deletes the folder.
   *
   * @param within what names in the tar begin with: {@code "images/"}, or nothing
   */
  public static Path pack(Path folder, String within) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(within + folder.relativize(file), Files.readAllBytes(file));
      }
    }
    Path tar = folder.resolveSibling(folder.getFileName() + ".tar");
    Files.write(tar, of(files));
    delete(folder);
    return tar;
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
