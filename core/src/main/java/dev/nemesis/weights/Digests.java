package dev.nemesis.weights;

import dev.nemesis.tensor.ByteSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, read a piece at a time. */
public final class Digests {
  private static final int PIECE = 1 << 20;

  private Digests() {}

  /** The digest of all bytes, in hex. */
  public static String sha256(ByteSource bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (long at = 0; at < bytes.length(); at += PIECE) {
        digest.update(bytes.get(at, (int) Math.min(PIECE, bytes.length() - at)));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
