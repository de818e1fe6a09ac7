package dev.nemesis.spark.table;

import dev.nemesis.error.StorageFault;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.ChecksumException;

/**
 * The SHA-256 of every file of a version of the compact tables, in its file {@code SHA256SUMS}: a
 * line each, as {@code sha256sum -c} reads it.
 */
final class TableSums {
  private static final String FILE = "/SHA256SUMS";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^/]+/[^/]+)");

  private TableSums() {}

  /** Writes it of tables that are there. */
  static void write(OutFolder out, String version, Stream<String> tables) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String table : tables.toList()) {
      for (String name : out.names(version + "/" + table)) {
        String file = table + "/" + name;
        lines.append(DigestUtils.sha256Hex(out.bytes(version + "/" + file)));
        lines.append("  ").append(file).append('\n');
      }
    }
    out.replace(version + FILE, lines.toString());
  }

  /** Whether every file is there and as it was written. */
  static boolean areRight(OutFolder out, String version) {
    if (!out.exists(version + FILE)) {
      return false; // of an earlier version of this program, or not whole
    }
    String[] lines = out.read(version + FILE).split("\n", -1);
    return lines.length > 1
        && lines[lines.length - 1].isEmpty()
        && Stream.of(lines).limit(lines.length - 1L).allMatch(line -> isRight(out, version, line));
  }

  private static boolean isRight(OutFolder out, String version, String line) {
    Matcher sum = LINE.matcher(line);
    if (!sum.matches()) {
      return false;
    }
    String file = version + "/" + sum.group(2);
    try {
      return DigestUtils.sha256Hex(out.bytes(file)).equals(sum.group(1));
    } catch (FileNotFoundException | ChecksumException e) {
      return false;
    } catch (IOException e) {
      throw StorageFault.cannot("read " + file + " in output folder " + out.location(), e);
    }
  }
}
