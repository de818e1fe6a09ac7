package dev.nemesis.prompt;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.LearnedArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The words of the vocabulary nearest to one learned vector, by the Euclidean distance to their
 * token embeddings: how CoOp's paper reads what was learned.
 *
 * @param set of vectors (PLOT's prompt, or class) the vector is of, counted from 1
 * @param position of the vector in its set, counted from 1 as CoOp's {@code interpret_prompts.py}
 *     counts
 * @param norm of the vector, l2
 * @param words the nearest first, of equally near ones the lower token id
 */
public record NearestWords(int set, int position, double norm, List<Word> words) {
  /** Vectors compared together: their scores against CLIP's vocabulary take 13 MB. */
  private static final int AT_ONCE = 64;

  public NearestWords {
    words = List.copyOf(words);
  }

  /**
   * A word.
   *
   * @param token its id, see {@link dev.nemesis.clip.Tokenizer#decode}
   * @param distance between the vector and its embedding, computed in double precision
   */
  public record Word(int token, double distance) {}

  /**
   * The nearest words of every learned vector, set by set; CoCoOp's vectors are taken as they are
   * before an image shifts them. Start and end of text are words too, as they are to CoOp.
   *
   * @param name of the prompt, for messages
   * @param contexts the vectors, {@code [V, L, W]}
   * @param weights of the model it was learned for
   * @param top how many words a vector, 1 to the number of tokens
   * @return {@code [V x L]}
   * @throws InputException if the vectors are not as wide as the model's token embeddings, or one
   *     has a value that is no finite number
   */
  public static List<NearestWords> of(
      String name, LearnedArray contexts, ClipWeights weights, int top) {
    try (WordEmbeddings embeddings = WordEmbeddings.of(weights)) {
      return of(name, contexts, embeddings, top);
    }
  }

  /** Finds the nearest words with embeddings that serve many prompts of one model. */
  public static List<NearestWords> of(
      String name, LearnedArray contexts, WordEmbeddings embeddings, int top) {
    int ctxLen = contexts.shape().get(1);
    int width = contexts.shape().get(2);
    if (width != embeddings.width()) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "compare %s with the words of the weights %s: its vectors have width %d, the model's token embeddings %d; give the weights it was learned with"
              .formatted(name, embeddings.source(), width, embeddings.width()));
    }
    float[] values = contexts.toFloats();
    requireFinite(name, values, ctxLen, width);
    List<NearestWords> all = new ArrayList<>();
    int vectors = values.length / width;
    for (int first = 0; first < vectors; first += AT_ONCE) {
      int from = first;
      int count = Math.min(AT_ONCE, vectors - from);
      float[] chunk = Arrays.copyOfRange(values, from * width, (from + count) * width);
      float[] scores = embeddings.scores(chunk);
      all.addAll(
          IntStream.range(0, count)
              .parallel()
              .mapToObj(
                  i -> {
                    double[] vector = vector(chunk, i, width);
                    double norm = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
                    int set = (from + i) / ctxLen + 1;
                    int position = (from + i) % ctxLen + 1;
                    return new NearestWords(
                        set, position, norm, nearest(vector, norm, embeddings, scores, i, top));
                  })
              .toList());
    }
    return List.copyOf(all);
  }

  private static void requireFinite(String name, float[] values, int ctxLen, int width) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw InputException.cannot(
            ErrorCode.WEIGHTS,
            "find words near the vectors of %s: position %d of set %d has the value %s; give a prompt of finite numbers"
                .formatted(name, i / width % ctxLen + 1, i / width / ctxLen + 1, values[i]));
      }
    }
  }

  /** Finds the nearest of the words whose scores, within their rounding, leave them a chance. */
  private static List<Word> nearest(
      double[] vector, double norm, WordEmbeddings embeddings, float[] scores, int row, int top) {
    int tokens = embeddings.tokens();
    float worst = smallest(scores, row * tokens, tokens, top) + embeddings.slack(norm);
    Nearest nearest = new Nearest(top);
    for (int token = 0; token < tokens; token++) {
      if (scores[row * tokens + token] <= worst) {
        nearest.add(token, embeddings.square(vector, token));
      }
    }
    return nearest.words();
  }

  /** The score that is the n-th when they rise. */
  private static float smallest(float[] scores, int from, int count, int n) {
    PriorityQueue<Float> kept = new PriorityQueue<>(Comparator.reverseOrder());
    for (int i = from; i < from + count; i++) {
      if (kept.size() < n) {
        kept.add(scores[i]);
      } else if (scores[i] < kept.peek()) {
        kept.poll();
        kept.add(scores[i]);
      }
    }
    return kept.peek();
  }

  /** The smallest so far, ascending, and whose they are. */
  private static final class Nearest {
    private final double[] squares;
    private final int[] tokens;

    Nearest(int top) {
      squares = new double[top];
      tokens = new int[top];
      Arrays.fill(squares, Double.POSITIVE_INFINITY);
    }

    /** Tokens come by rising id, so that of equally near ones the lower is kept. */
    void add(int token, double square) {
      int at = squares.length - 1;
      if (square >= squares[at]) {
        return;
      }
      for (; at > 0 && square < squares[at - 1]; at--) {
        squares[at] = squares[at - 1];
        tokens[at] = tokens[at - 1];
      }
      squares[at] = square;
      tokens[at] = token;
    }

    List<Word> words() {
      List<Word> words = new ArrayList<>();
      for (int i = 0; i < squares.length; i++) {
        words.add(new Word(tokens[i], Math.sqrt(squares[i])));
      }
      return words;
    }
  }

  private static double[] vector(float[] contexts, int index, int width) {
    double[] vector = new double[width];
    for (int i = 0; i < width; i++) {
      vector[i] = contexts[index * width + i];
    }
    return vector;
  }
}
