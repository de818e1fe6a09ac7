package dev.nemesis.text;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A text file that somebody wrote, as text: UTF-8, lines ended in any of the three ways. A byte
 * order mark is no letter of it, wherever it stands: files are put together of others.
 */
public final class TextFile {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TextFile() {}

  /**
   * Decodes all of a file. Lines of what comes out end in {@code \n}.
   *
   * @param code what has to be put right if it is no text
   * @param what the file, for messages: {@code "the list of images /data/own/all.csv"}
   * @throws InputException naming the line and the byte, if it is not UTF-8
   */
  public static String decode(byte[] content, ErrorCode code, String what) {
    otherEncoding(content)
        .ifPresent(
            name -> {
              throw InputException.cannot(
                  code, "read " + what + ": it is " + name + "; save it as UTF-8");
            });
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharBuffer chars = CharBuffer.allocate(content.length); // UTF-8 has a byte or more a char
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
    String text = normal(chars.flip().toString());
    if (result.isError()) {
      throw unusable(code, what, text, content, bytes.position(), "is not UTF-8; save it as UTF-8");
    }
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw unusable(
          code, what, text.substring(0, zero), content, zeroByte(content), "is in no text file");
    }
    return text;
  }

  /** Lines that end in one way, without byte order marks. */
  private static String normal(String text) {
    return text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .replace(String.valueOf(BYTE_ORDER_MARK), "");
  }

  private static InputException unusable(
      ErrorCode code, String what, String before, byte[] content, int at, String why) {
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    return InputException.cannot(
        code,
        "read %s: line %d: byte %d of the file, 0x%02X, %s"
            .formatted(what, line, at + 1, content[at], why));
  }

  private static int zeroByte(byte[] content) {
    int at = 0;
    while (content[at] != 0) {
      at++;
    }
    return at;
  }

  /** The encoding that a file's first bytes tell, if it is another. */
  private static Optional<String> otherEncoding(byte[] content) {
    if (startsWith(content, 0xff, 0xfe, 0, 0) || startsWith(content, 0, 0, 0xfe, 0xff)) {
      return Optional.of("UTF-32");
    }
    boolean marked = startsWith(content, 0xff, 0xfe) || startsWith(content, 0xfe, 0xff);
    // Without a mark, every other byte of Latin text is zero.
    boolean unmarked = content.length > 1 && (content[0] == 0) != (content[1] == 0);
    return marked || unmarked ? Optional.of("UTF-16") : Optional.empty();
  }

  private static boolean startsWith(byte[] content, int... first) {
    byte[] start = new byte[first.length];
    for (int i = 0; i < first.length; i++) {
      start[i] = (byte) first[i];
    }
    return content.length >= start.length
        && Arrays.equals(content, 0, start.length, start, 0, start.length);
  }
}
