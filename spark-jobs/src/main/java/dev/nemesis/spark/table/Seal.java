package dev.nemesis.spark.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A SHA-256 of a whole Parquet file, inside the file: it stands behind the four bytes every Parquet
 * file begins with, where nothing the footer points to is, so that readers pass over it. A file and
 * its checksum thus appear, move and vanish together, on any file system.
 */
final class Seal {
  /** Where it stands in the file. */
  static final int OFFSET = 4;

  private static final byte[] MARK = "NSH1".getBytes(StandardCharsets.US_ASCII);

  /** Bytes it takes. */
  static final int LENGTH = MARK.length + 32;

  private Seal() {}

  /** Fills the place that was left for it in a file. */
  static byte[] put(byte[] file) {
    byte[] sealed = file.clone();
    System.arraycopy(MARK, 0, sealed, OFFSET, MARK.length);
    byte[] digest = digest(file);
    System.arraycopy(digest, 0, sealed, OFFSET + MARK.length, digest.length);
    return sealed;
  }

  /** Whether a file has one; files of older programs have none. */
  static boolean isOn(byte[] file) {
    int end = OFFSET + MARK.length;
    return file.length >= OFFSET + LENGTH && Arrays.equals(file, OFFSET, end, MARK, 0, MARK.length);
  }

  /** Whether every byte of a file that has one is as it was written. */
  static boolean isUnbroken(byte[] file) {
    int from = OFFSET + MARK.length;
    byte[] written = Arrays.copyOfRange(file, from, OFFSET + LENGTH);
    return Arrays.equals(written, digest(file));
  }

  /** Returns the SHA-256 of all bytes of a file but the seal. */
  private static byte[] digest(byte[] file) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(file, 0, OFFSET);
      sha.update(file, OFFSET + LENGTH, file.length - OFFSET - LENGTH);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
