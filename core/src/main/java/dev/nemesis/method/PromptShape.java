package dev.nemesis.method;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The method and shape of a learned prompt from a file.
 *
 * @param method that learned it
 * @param prompt its shape
 */
public record PromptShape(Method method, PromptSpec prompt) {

  /**
   * Tells it by what is in the file. A meta-net is CoCoOp's. Several sets of vectors are PLOT's
   * prompts where it is said, by the caller or by the file; else they are the classes' own, and
   * have to be as many as these.
   *
   * @param file the prompt's, for messages
   * @param checkpoint what is in it
   * @param classes C of the dataset it is used for
   * @param position where it has the class name; null for where the file says, or at the end
   * @param plot whether several sets are said to be PLOT's prompts
   * @throws InputException if it cannot be PLOT's though it should be, or is of other classes
   */
  public static PromptShape of(
      String file,
      PromptCheckpoint checkpoint,
      int classes,
      ClassTokenPosition position,
      boolean plot) {
    LearnedPrompt learned = LearnedPrompt.of(file, checkpoint);
    boolean metaNet = learned.arrays().size() > 1;
    List<Integer> contexts = learned.contexts().orElseThrow().shape();
    int sets = contexts.get(0);
    Optional<Boolean> said = saidToBePlots(checkpoint, sets);
    if (plot && (metaNet || said.equals(Optional.of(false)))) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "take %s for a prompt of PLOT: %s"
              .formatted(
                  file,
                  metaNet
                      ? "its meta-net is CoCoOp's"
                      : "it says itself that its vectors are its classes' own"));
    }
    boolean several = sets > 1;
    boolean plots = plot || (said.orElse(false) && !metaNet);
    boolean classSpecific = several && !plots;
    if (classSpecific && sets != classes) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "use %s on %d classes: it has vectors of its own for each of %d classes%s"
              .formatted(
                  file,
                  classes,
                  sets,
                  said.isPresent() ? "" : "; if they are prompts of PLOT, say --plot"));
    }
    return new PromptShape(
        metaNet ? Method.COCOOP : plots ? Method.PLOT : Method.COOP,
        new PromptSpec(
            contexts.get(1),
            position == null ? position(checkpoint) : position,
            classSpecific,
            plots ? sets : 1,
            null));
  }

  private static ClassTokenPosition position(PromptCheckpoint checkpoint) {
    String said = checkpoint.metadata().get("class_token_position");
    return Arrays.stream(ClassTokenPosition.values())
        .filter(position -> position.name().equalsIgnoreCase(said))
        .findFirst()
        .orElse(ClassTokenPosition.END);
  }

  /**
   * Whether a file says that its sets are PLOT's prompts: an exported one by its method, one of the
   * published code by its start tokens, which are one a class of each prompt, or one a class.
   *
   * @return empty if it says neither
   */
  private static Optional<Boolean> saidToBePlots(PromptCheckpoint checkpoint, int sets) {
    String method = checkpoint.metadata().get("method");
    if (method != null) {
      return Optional.of(method.equals(Method.PLOT.name().toLowerCase(Locale.ROOT)));
    }
    return sets == 1
        ? Optional.empty()
        : checkpoint
            .tokenPrefix()
            .filter(prefix -> prefix.shape().length == 3 && prefix.shape()[0] % sets == 0)
            .map(prefix -> prefix.shape()[0] > sets);
  }
}
