package dev.nemesis.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.loss.Corruption;
import dev.nemesis.loss.Corruption.Operation;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.tensor.Autograd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Evaluates a learned prompt once for every corruption. Corrupted prompts are prompts like any
 * other: as many as fit go through the encoder together.
 */
public final class CorruptionSweep {
  /** A vector times one: the prompt as it was learned, encoded as those compared with it. */
  public static final Corruption NONE = new Corruption(Operation.RESCALE, 1, 0);

  private final ClipModel model;
  private final PreparedMethod method;
  private final List<float[]> learned;
  private final int ctxLen;
  private final int width;

  /**
   * Prepares.
   *
   * @param method of the prompt, for the classes it is tested on
   * @param learned what was learned, as {@link PreparedMethod#learned}
   */
  public CorruptionSweep(ClipModel model, PreparedMethod method, List<float[]> learned) {
    this.model = model;
    this.method = method;
    this.learned = List.copyOf(learned);
    Shape contexts = method.learned().get(0).shape();
    ctxLen = (int) contexts.get(1);
    width = (int) contexts.get(2);
  }

  /** The vectors that REPLACE puts in. */
  public interface Replacements {
    /**
     * Returns the vector that takes the place of a learned one.
     *
     * @param set which prompt's or class's vector, from 0
     * @return {@code [W]}
     */
    float[] vector(Corruption corruption, int set);
  }

  /** Takes some of the corrupted prompts. */
  public interface Visitor {
    /**
     * Called for one piece of the corruptions after another, without gradient.
     *
     * @param first index of the first corruption of the piece
     * @param encoded what the method made of the corrupted prompts; lives until the call returns
     */
    void visit(int first, NDList encoded);
  }

  /**
   * Corrupts, encodes and hands over.
   *
   * @param corruptions M of them
   */
  public void visit(List<Corruption> corruptions, Replacements replacements, Visitor visitor) {
    int prompts = method.sharesText() ? method.promptsOf(1) : 1;
    int atOnce = Math.max(1, method.promptsAtOnce() / prompts);
    for (int from = 0; from < corruptions.size(); from += atOnce) {
      int first = from;
      List<List<float[]>> corrupted =
          corruptions.subList(from, Math.min(corruptions.size(), from + atOnce)).stream()
              .map(corruption -> corrupted(corruption, replacements))
              .toList();
      Autograd.withoutGradient(
          () -> {
            try (NDManager scratch = model.newManager()) {
              NDList arrays = PromptParameters.stacked(scratch, corrupted, method.learned());
              visitor.visit(first, method.encode(arrays));
            }
            return null;
          });
    }
  }

  /**
   * The accuracy of every corrupted prompt.
   *
   * @return a row a corruption, in order
   */
  public List<CorruptionRow> run(
      List<Corruption> corruptions, Replacements replacements, TestSet test) {
    double[] before = new double[1];
    visit(
        List.of(NONE),
        replacements,
        (first, encoded) -> before[0] = accuracy(test, test.classify(method, encoded)[0]));
    List<CorruptionRow> rows = new ArrayList<>();
    visit(
        corruptions,
        replacements,
        (first, encoded) -> {
          for (int[] predicted : test.classify(method, encoded)) {
            Corruption corruption = corruptions.get(rows.size());
            rows.add(row(corruption, replacements, before[0], accuracy(test, predicted)));
          }
        });
    return rows;
  }

  private static double accuracy(TestSet test, int[] predicted) {
    PromptEvaluation.requireFinite("corrupted prompts", predicted);
    return test.accuracy(predicted);
  }

  private CorruptionRow row(
      Corruption corruption, Replacements replacements, double before, double after) {
    return new CorruptionRow(
        corruption.operation().name().toLowerCase(Locale.ROOT),
        corruption.factor(),
        corruption.position(),
        norm(learned.get(0), corruption.position()),
        norm(corrupted(corruption, replacements).get(0), corruption.position()),
        before,
        after);
  }

  /** Mean l2 norm over the sets of vectors. */
  private double norm(float[] contexts, int position) {
    int sets = contexts.length / (ctxLen * width);
    return IntStream.range(0, sets)
        .mapToDouble(
            set -> {
              int start = (set * ctxLen + position) * width;
              return Math.sqrt(
                  IntStream.range(start, start + width)
                      .mapToDouble(i -> (double) contexts[i] * contexts[i])
                      .sum());
            })
        .average()
        .orElseThrow();
  }

  private List<float[]> corrupted(Corruption corruption, Replacements replacements) {
    float[] contexts = learned.get(0).clone();
    int sets = contexts.length / (ctxLen * width);
    for (int set = 0; set < sets; set++) {
      int start = (set * ctxLen + corruption.position()) * width;
      if (corruption.operation() == Operation.REPLACE) {
        System.arraycopy(replacements.vector(corruption, set), 0, contexts, start, width);
      } else {
        for (int i = start; i < start + width; i++) {
          contexts[i] *= (float) corruption.factor();
        }
      }
    }
    List<float[]> arrays = new ArrayList<>(learned);
    arrays.set(0, contexts);
    return arrays;
  }
}
