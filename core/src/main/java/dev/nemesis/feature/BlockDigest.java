package dev.nemesis.feature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The SHA-256 of a block's file, in its header's {@code __metadata__}: of all bytes, with zeros for
 * its own digits. Blocks of version 0.1 have no {@code __metadata__} at all, and no digest.
 */
final class BlockDigest {
  /** Its name in the header. */
  static final String KEY = "sha256";

  /** Placeholder of the digits while they are computed. */
  static final String PLACE = "0".repeat(64);

  private BlockDigest() {}

  /** Fills the place that was left for it in a file. */
  static byte[] put(byte[] file) {
    byte[] digested = file.clone();
    write(digested, find(file, PLACE), digest(file));
    return digested;
  }

  /**
   * Whether the file is as it was written; of one without a digest that cannot be told.
   *
   * @param metadata of its header
   */
  static boolean isRight(byte[] file, Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return true;
    }
    String written = metadata.getOrDefault(KEY, "");
    int place = written.length() == PLACE.length() ? find(file, written) : -1;
    if (place < 0 || metadata.size() > 1) {
      return false;
    }
    byte[] blank = file.clone();
    write(blank, place, PLACE);
    return digest(blank).equals(written);
  }

  private static void write(byte[] file, int place, String digits) {
    System.arraycopy(digits.getBytes(StandardCharsets.US_ASCII), 0, file, place, digits.length());
  }

  /** Where digits stand first: the header, which has them, is at the beginning. */
  private static int find(byte[] file, String digits) {
    byte[] wanted = digits.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + wanted.length <= file.length; at++) {
      int same = 0;
      while (same < wanted.length && file[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  private static String digest(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
