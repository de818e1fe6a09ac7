package dev.nemesis.clip;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RegularFile;
import dev.nemesis.text.Words;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * CLIP's byte-pair tokenizer. Immutable, safe for use by several threads.
 *
 * <p>Token ids: 256 bytes, the same 256 ending a word, the merges in order, start of text, end of
 * text. With CLIP's vocabulary of 49408 these last two are 49406 and 49407.
 */
public final class Tokenizer {
  private static final String WORD_END = "</w>";

  private static final String[] BYTE_SYMBOLS = byteSymbols();

  private final String[] symbols; // by token id
  private final Map<String, Integer> ids;
  private final Map<String, Integer> ranks; // "left right" -> how early it is merged

  private Tokenizer(List<String> merges) {
    List<String> all = new ArrayList<>(merges.size() + Merges.OTHER_TOKENS);
    byteOrder().forEach(b -> all.add(BYTE_SYMBOLS[b]));
    byteOrder().forEach(b -> all.add(BYTE_SYMBOLS[b] + WORD_END));
    merges.forEach(merge -> all.add(merge.replace(" ", "")));
    all.add(Words.START);
    all.add(Words.END);
    symbols = all.toArray(String[]::new);
    ids = new HashMap<>();
    for (int id = 0; id < symbols.length; id++) {
      ids.put(symbols[id], id); // of two merges to one symbol the later names it, as in CLIP
    }
    ranks = new HashMap<>();
    for (int rank = 0; rank < merges.size(); rank++) {
      ranks.put(merges.get(rank), rank);
    }
  }

  /**
   * Reads a vocabulary for weights of {@code vocabSize} tokens.
   *
   * @param file merges as {@code bpe_simple_vocab_16e6.txt.gz} has them, gzipped or plain: exactly
   *     {@code vocabSize - 514}, or CLIP's published file where {@code vocabSize} is 49408
   * @param hadoop how to reach it
   * @throws InputException if it is missing, malformed, or of another size
   */
  public static Tokenizer load(Path file, Configuration hadoop, int vocabSize) {
    try (InputStream stream =
        RegularFile.open(file.getFileSystem(hadoop), file, RegularFile.MOST_TEXT)) {
      return load(stream, file.toString(), vocabSize);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(
          ErrorCode.VOCABULARY, "find the vocabulary " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.VOCABULARY, "read the vocabulary " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a vocabulary from a stream, which is read to its end and closed; see {@link #load(Path,
   * Configuration, int)}.
   *
   * @param name what error messages call it
   */
  public static Tokenizer load(InputStream stream, String name, int vocabSize) {
    return new Tokenizer(Merges.read(stream, name, vocabSize));
  }

  /** The token ids of a text, without start and end of text. */
  public int[] encode(String text) {
    List<Integer> tokens = new ArrayList<>();
    for (String word : Words.of(text)) {
      for (String symbol : merged(word)) {
        tokens.add(ids.get(symbol));
      }
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Encodes a text for the text encoder: start of text, the text, end of text, then zeros.
   *
   * @return {@code [contextLength]}
   * @throws InputException if the text takes more than {@code contextLength - 2} tokens
   */
  public int[] tokens(String text, int contextLength) {
    int[] body = encode(text);
    if (body.length + 2 > contextLength) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "encode the text \"%s\": it takes %d tokens with its start and end, and the weights read %d"
              .formatted(text, body.length + 2, contextLength));
    }
    int[] tokens = new int[contextLength];
    tokens[0] = sos();
    System.arraycopy(body, 0, tokens, 1, body.length);
    tokens[body.length + 1] = eot();
    return tokens;
  }

  /**
   * A token as the vocabulary writes it: {@code </w>} ends a word, bytes outside ASCII are written
   * as other letters.
   */
  public String decode(int token) {
    return symbols[token];
  }

  /** Start of text. */
  public int sos() {
    return symbols.length - 2;
  }

  /** End of text. */
  public int eot() {
    return symbols.length - 1;
  }

  /** How many tokens there are. */
  public int vocabSize() {
    return symbols.length;
  }

  /**
   * The symbols a word is made of: its bytes, the earliest known pair merged until none is left.
   */
  private List<String> merged(String word) {
    if (word.equals(Words.START) || word.equals(Words.END)) {
      return List.of(word);
    }
    List<String> parts = new ArrayList<>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      parts.add(BYTE_SYMBOLS[b & 0xff]);
    }
    parts.set(parts.size() - 1, parts.get(parts.size() - 1) + WORD_END);
    for (String pair = bestPair(parts); pair != null; pair = bestPair(parts)) {
      parts = merge(parts, pair);
    }
    return parts;
  }

  private String bestPair(List<String> parts) {
    String best = null;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < parts.size(); i++) {
      String pair = parts.get(i) + " " + parts.get(i + 1);
      int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
      if (rank < bestRank) {
        best = pair;
        bestRank = rank;
      }
    }
    return best;
  }

  private static List<String> merge(List<String> parts, String pair) {
    List<String> out = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      if (i + 1 < parts.size() && pair.equals(parts.get(i) + " " + parts.get(i + 1))) {
        out.add(parts.get(i) + parts.get(i + 1));
        i++;
      } else {
        out.add(parts.get(i));
      }
    }
    return out;
  }

  /** GPT-2's letters for bytes: a printable one stands for itself, the others follow U+0100. */
  private static String[] byteSymbols() {
    String[] letters = new String[256];
    int other = 256;
    for (int b : byteOrder()) {
      letters[b] = String.valueOf((char) (printable(b) ? b : other++));
    }
    return letters;
  }

  /** Bytes in the order of their token ids: printable ones first. */
  private static List<Integer> byteOrder() {
    List<Integer> order = new ArrayList<>();
    for (boolean printable : new boolean[] {true, false}) {
      for (int b = 0; b < 256; b++) {
        if (printable(b) == printable) {
          order.add(b);
        }
      }
    }
    return order;
  }

  private static boolean printable(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
  }
}
