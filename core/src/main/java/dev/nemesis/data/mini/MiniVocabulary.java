package dev.nemesis.data.mini;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * A byte-pair vocabulary learned from the lessons' captions, in the form of CLIP's {@code
 * bpe_simple_vocab_16e6.txt.gz}: merges go on until every word of the captions is one token. Words
 * that are in no caption come apart into pieces of others.
 */
public final class MiniVocabulary {
  private static final String HEADER = "\"nemesis mini vocabulary\" version: 1";
  private static final int BATCHES = 400;
  private static final int BATCH = 100;
  private static final String WORD_END = "</w>";

  private MiniVocabulary() {}

  /** The merges, best first, each {@code "left right"}. */
  public static List<String> merges() {
    Map<String, Long> counts = words();
    List<Word> words = new ArrayList<>();
    counts.forEach((word, count) -> words.add(new Word(symbols(word), count)));
    List<String> merges = new ArrayList<>();
    for (String pair = commonest(words); pair != null; pair = commonest(words)) {
      merges.add(pair);
      for (Word word : words) {
        word.merge(pair);
      }
    }
    return merges;
  }

  /** The gzipped file. */
  public static byte[] file() {
    String text = HEADER + "\n" + String.join("\n", merges()) + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, Long> words() {
    Map<String, Long> counts = new TreeMap<>();
    for (int batch = 0; batch < BATCHES; batch++) {
      for (String caption : Lessons.captions(0, batch, BATCH, 0)) {
        for (String word : caption.split("[^a-z]+", -1)) {
          if (!word.isEmpty()) {
            counts.merge(word, 1L, Long::sum);
          }
        }
      }
    }
    return counts;
  }

  private static List<String> symbols(String word) {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      symbols.add(word.charAt(i) + (i == word.length() - 1 ? WORD_END : ""));
    }
    return symbols;
  }

  /** The pair to merge next; of equally common ones the first by the alphabet. Null at the end. */
  private static String commonest(List<Word> words) {
    Map<String, Long> counts = new TreeMap<>();
    for (Word word : words) {
      for (int i = 0; i + 1 < word.symbols.size(); i++) {
        counts.merge(word.symbols.get(i) + " " + word.symbols.get(i + 1), word.count, Long::sum);
      }
    }
    String best = null;
    long most = 0;
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      if (entry.getValue() > most) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best;
  }

  private static final class Word {
    private final List<String> symbols;
    private final long count;

    Word(List<String> symbols, long count) {
      this.symbols = symbols;
      this.count = count;
    }

    void merge(String pair) {
      for (int i = 0; i + 1 < symbols.size(); i++) {
        if (pair.equals(symbols.get(i) + " " + symbols.get(i + 1))) {
          symbols.set(i, symbols.get(i) + symbols.remove(i + 1));
        }
      }
    }
  }
}
