package dev.nemesis.clip;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RegularFile;
import dev.nemesis.text.TextFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads the pairs a byte-pair vocabulary merges, in the form of {@code bpe_simple_vocab_16e6.txt}:
 * a header line, then one merge a line, two symbols and a space; gzipped or plain.
 */
final class Merges {
  /** Tokens that are no merges: 256 bytes, the same ending a word, start and end of text. */
  static final int OTHER_TOKENS = 2 * 256 + 2;

  /** Merges of the file as CLIP publishes it, of which its models use the first 48894. */
  private static final int PUBLISHED = 262_144;

  private static final int PUBLISHED_VOCABULARY = 49_408;

  private Merges() {}

  /** The merges a model of this many tokens uses, best first, each {@code "left right"}. */
  static List<String> read(InputStream stream, String name, int vocabSize) {
    int needed = vocabSize - OTHER_TOKENS;
    List<String> merges = lines(stream, name);
    if (merges.size() == needed) {
      return merges;
    }
    if (vocabSize == PUBLISHED_VOCABULARY && merges.size() == PUBLISHED) {
      return List.copyOf(merges.subList(0, needed));
    }
    throw InputException.cannot(
        ErrorCode.VOCABULARY,
        "use the vocabulary %s: it has %d merges, and weights of %d tokens need %s"
            .formatted(
                name,
                merges.size(),
                vocabSize,
                needed < 0
                    ? "at least " + OTHER_TOKENS + " tokens to have a byte-pair vocabulary"
                    : vocabSize == PUBLISHED_VOCABULARY
                        ? needed + ", or the " + PUBLISHED + " of CLIP's published file"
                        : String.valueOf(needed)));
  }

  private static List<String> lines(InputStream stream, String name) {
    List<String> merges = new ArrayList<>();
    int number = 0;
    for (String line : text(stream, name).lines().toList()) {
      number++;
      if (number == 1 || line.isEmpty()) { // the header, or nothing
        continue;
      }
      int space = line.indexOf(' ');
      if (space < 1 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
        throw InputException.cannot(
            ErrorCode.VOCABULARY,
            "read the vocabulary %s: line %d is not two symbols with one space between"
                .formatted(name, number));
      }
      merges.add(line);
    }
    if (number == 0) {
      throw InputException.cannot(
          ErrorCode.VOCABULARY, "read the vocabulary " + name + ": it is empty");
    }
    return merges;
  }

  private static String text(InputStream stream, String name) {
    try (InputStream bytes = open(stream)) {
      byte[] content = RegularFile.upTo(bytes, RegularFile.MOST_TEXT);
      return TextFile.decode(content, ErrorCode.VOCABULARY, "the vocabulary " + name);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.VOCABULARY, "read the vocabulary " + name + ": " + e.getMessage(), e);
    }
  }

  private static InputStream open(InputStream stream) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(stream);
    bytes.mark(2);
    boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
    bytes.reset();
    return gzip ? new GZIPInputStream(bytes) : bytes;
  }
}
