package dev.nemesis.spark.run;

import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.prompt.NearestWords;
import dev.nemesis.prompt.WordEmbeddings;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.table.OutFolder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words nearest to the vectors of many finished cells of a folder. Weights are looked for and
 * their token embeddings unpacked once, or once found missing; not for several threads.
 */
public final class CellWords implements AutoCloseable {
  private final OutFolder out;
  private final int top;
  private final Map<String, Vocabulary> vocabularies = new HashMap<>();

  /**
   * Nothing is read yet.
   *
   * @param top how many words a vector
   */
  public CellWords(OutFolder out, int top) {
    this.out = out;
    this.top = top;
  }

  /**
   * A word of the vocabulary, see {@link Tokenizer#decode}.
   *
   * @param distance between the vector and its embedding
   */
  public record Word(String text, double distance) {}

  /**
   * One vector.
   *
   * @param set counted from 1: PLOT's prompt, or class
   * @param position counted from 1
   * @param words the nearest first
   */
  public record Vector(int set, int position, List<Word> words) {
    public Vector {
      words = List.copyOf(words);
    }
  }

  /**
   * Nearest words of a cell, or the reason why there are none.
   *
   * @param vectors set by set; empty where there are none to be had
   * @param reason why there are none, a line; null where there are
   */
  public record Answer(List<Vector> vectors, String reason) {
    public Answer {
      vectors = List.copyOf(vectors);
    }
  }

  /** Vocabulary of the weights with one digest, or the reason why it is not available. */
  private record Vocabulary(Tokenizer tokenizer, WordEmbeddings embeddings, String reason) {}

  /**
   * The words of one cell.
   *
   * @param backbone as the cell names it
   * @param weightsDigest SHA-256 of the weights it was trained with
   * @param contexts its context vectors {@code [V, L, W]}, not empty
   */
  public Answer of(String cellId, String backbone, String weightsDigest, LearnedArray contexts) {
    Vocabulary vocabulary =
        vocabularies.computeIfAbsent(
            backbone + "@" + weightsDigest, key -> open(cellId, backbone, weightsDigest));
    if (vocabulary.reason != null) {
      return new Answer(List.of(), vocabulary.reason);
    }
    try {
      return new Answer(
          NearestWords.of("cell " + cellId, contexts, vocabulary.embeddings, top).stream()
              .map(nearest -> vector(nearest, vocabulary.tokenizer))
              .toList(),
          null);
    } catch (InputException e) {
      return new Answer(List.of(), e.getMessage());
    }
  }

  private Vocabulary open(String cellId, String backbone, String weightsDigest) {
    try {
      Assets assets = CellAssets.of(out, cellId, backbone, weightsDigest);
      return new Vocabulary(assets.tokenizer(), WordEmbeddings.of(assets.clipWeights()), null);
    } catch (InputException e) {
      return new Vocabulary(null, null, e.getMessage());
    }
  }

  @Override
  public void close() {
    for (Vocabulary vocabulary : vocabularies.values()) {
      if (vocabulary.embeddings != null) {
        vocabulary.embeddings.close();
      }
    }
  }

  private static Vector vector(NearestWords nearest, Tokenizer tokenizer) {
    return new Vector(
        nearest.set(),
        nearest.position(),
        nearest.words().stream()
            .map(word -> new Word(tokenizer.decode(word.token()), word.distance()))
            .toList());
  }
}
