package dev.nemesis.prompt;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
   * @param weights of the model it was learned for
   * @param top how many words a vector, 1 to the number of tokens
   * @return {@code [V x L]}
   * @throws InputException if the vectors are not as wide as the model's token embeddings, or one
   *     has a value that is no finite number
   */
  public static List<NearestWords> of(
      String name, LearnedPrompt prompt, ClipWeights weights, int top) {
    return of(name, prompt, WordEmbeddings.of(weights), top);
  }

  /** The same, for many prompts of one model. */
  public static List<NearestWords> of(
      String name, LearnedPrompt prompt, WordEmbeddings embeddings, int top) {
    int width = prompt.width();
    if (width != embeddings.width()) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "compare %s with the words of the weights %s: its vectors have width %d, the model's token embeddings %d; give the weights it was learned with"
              .formatted(name, embeddings.source(), width, embeddings.width()));
    }
    float[] contexts = prompt.arrays().get(0);
    requireFinite(name, prompt);
    return IntStream.range(0, contexts.length / width)
        .parallel()
        .mapToObj(
            i -> {
              double[] vector = vector(contexts, i, width);
              double norm = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
              List<Word> words = nearest(vector, embeddings.values(), top);
              return new NearestWords(
                  i / prompt.ctxLen() + 1, i % prompt.ctxLen() + 1, norm, words);
            })
        .toList();
  }

  private static void requireFinite(String name, LearnedPrompt prompt) {
    float[] contexts = prompt.arrays().get(0);
    for (int i = 0; i < contexts.length; i++) {
      if (!Float.isFinite(contexts[i])) {
        throw InputException.cannot(
            ErrorCode.WEIGHTS,
            "find words near the vectors of %s: position %d of set %d has the value %s; give a prompt of finite numbers"
                .formatted(
                    name,
                    i / prompt.width() % prompt.ctxLen() + 1,
                    i / prompt.width() / prompt.ctxLen() + 1,
                    contexts[i]));
      }
    }
  }

  private static List<Word> nearest(double[] vector, float[] embedding, int top) {
    double[] squares = new double[top]; // the smallest so far, ascending, and whose they are
    int[] tokens = new int[top];
    Arrays.fill(squares, Double.POSITIVE_INFINITY);
    for (int token = 0; token * vector.length < embedding.length; token++) {
      double square = square(vector, embedding, token * vector.length);
      if (square < squares[top - 1]) {
        int at = top - 1;
        for (; at > 0 && square < squares[at - 1]; at--) {
          squares[at] = squares[at - 1];
          tokens[at] = tokens[at - 1];
        }
        squares[at] = square;
        tokens[at] = token;
      }
    }
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < top; i++) {
      words.add(new Word(tokens[i], Math.sqrt(squares[i])));
    }
    return words;
  }

  private static double square(double[] vector, float[] embedding, int from) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      double difference = vector[i] - embedding[from + i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double[] vector(float[] contexts, int index, int width) {
    double[] vector = new double[width];
    for (int i = 0; i < width; i++) {
      vector[i] = contexts[index * width + i];
    }
    return vector;
  }
}
