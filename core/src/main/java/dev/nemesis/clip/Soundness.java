package dev.nemesis.clip;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import java.util.Map;

/** Looks at every value of tensors once: a number that is none spoils all that is made of it. */
public final class Soundness {
  /** Logarithm of the largest scale CLIP allows itself, 100, and a bit for rounding. */
  private static final float LARGEST_LOGIT_SCALE = 4.7f;

  private static final int PIECE = 1 << 16;

  private Soundness() {}

  /**
   * Checks a model's tensors.
   *
   * @param source the file, for messages
   * @throws InputException naming one that holds an infinity or no number, or a logit scale that is
   *     not stored as its logarithm
   */
  static void require(String source, Map<String, TensorData> tensors) {
    String use = source + " as CLIP weights";
    tensors.forEach((name, tensor) -> requireFinite(use, name, tensor));
    float scale = tensors.get("logit_scale").toFloats()[0];
    if (scale > LARGEST_LOGIT_SCALE) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "use %s: tensor 'logit_scale' is %s, which as a logarithm makes a scale above 100; store its logarithm, 4.6052 for 100"
              .formatted(use, scale));
    }
  }

  /**
   * Checks one tensor.
   *
   * @param use the file and what for, for messages
   * @throws InputException naming the tensor if it holds an infinity or no number
   */
  public static void requireFinite(String use, String name, TensorData tensor) {
    float[] piece = new float[Math.min(PIECE, tensor.size())];
    for (int from = 0; from < tensor.size(); from += piece.length) {
      int count = Math.min(piece.length, tensor.size() - from);
      tensor.toFloats(from, piece, 0, count);
      for (int i = 0; i < count; i++) {
        if (!Float.isFinite(piece[i])) {
          throw InputException.cannot(
              ErrorCode.WEIGHTS,
              "use %s: value %d of tensor '%s' is %s, not a finite number"
                  .formatted(use, from + i, name, piece[i]));
        }
      }
    }
  }
}
