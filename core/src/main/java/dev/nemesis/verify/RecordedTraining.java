package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.clip.ClipConfig;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.train.Run;
import dev.nemesis.train.RunDraws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A training trace as a run of ours: the recorded start, images and drawn positions in place of
 * those a seed would give.
 */
final class RecordedTraining implements RunDraws {
  private static final double PAPERS_K = 0.2;
  private static final List<Method> LEARNING = List.of(Method.COOP, Method.PLOT, Method.COCOOP);

  private final Trace trace;
  private final RecordedTensors tensors;
  private final Method method;
  private final PromptSpec prompt;
  private final RecordedPrompts prompts;
  private final LossSpec loss;
  private final int epochs;
  private final int stepsPerEpoch;
  private final int batchSize;
  private final Features train;
  private final Features test;

  private RecordedTraining(Trace trace) {
    this.trace = trace;
    tensors = trace.tensors();
    method = readMethod();
    prompt = readPrompt();
    boolean namesCut = prompt.classTokenPosition() != ClassTokenPosition.END;
    prompts = RecordedPrompts.of(trace, tensors, namesCut);
    loss = readLoss();
    epochs = trace.count("/epochs");
    stepsPerEpoch = trace.count("/batches_per_epoch");
    batchSize = trace.count("/batch_size");
    int classes = prompts.classNames().size();
    train = trace.features(tensors, "train_features", "train_labels", classes);
    test = trace.features(tensors, "test_features", "test_labels", classes);
    int recorded = trace.need("/steps").size();
    if (recorded != steps() || train.images() < steps() * batchSize) {
      throw trace.unusable(
          "%d epochs of %d batches of %d images are not its %d steps and %d training images"
              .formatted(epochs, stepsPerEpoch, batchSize, recorded, train.images()));
    }
  }

  /** Reads a trace and its tensors. */
  static RecordedTraining of(Trace trace) {
    return new RecordedTraining(trace);
  }

  private Method readMethod() {
    String name = trace.need("/method").asText();
    return LEARNING.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(() -> trace.unusable("method is '" + name + "'"));
  }

  private PromptSpec readPrompt() {
    return new PromptSpec(
        trace.count("/prompt/n_ctx"),
        constant(ClassTokenPosition.class, "/prompt/class_token_position"),
        trace.need("/prompt/class_specific").asBoolean(),
        method.equals(Method.PLOT) ? trace.count("/prompt/n_prompts") : 1,
        null);
  }

  private LossSpec readLoss() {
    String kind = trace.need("/loss/kind").asText();
    if (kind.equals("ce")) {
      return LossSpec.NONE;
    }
    if (!kind.equals("nemesis")) {
      throw trace.unusable("loss/kind is " + kind + "; known are ce and nemesis");
    }
    double beta = trace.number("/loss/beta");
    boolean pan = beta < 1;
    boolean selection = pan && trace.need("/loss/selection").asBoolean();
    JsonNode panOmega = trace.json().at("/loss/pan_omega");
    return new LossSpec(
            trace.number("/loss/omega"),
            beta,
            constant(Norm.class, "/loss/norm"),
            constant(OmegaSchedule.class, "/loss/omega_schedule"),
            trace.json().at("/loss/k").asDouble(PAPERS_K),
            pan ? trace.count("/loss/positions") : 0,
            selection ? trace.number("/loss/tau") : 0,
            selection,
            panOmega.isNumber() ? panOmega.doubleValue() : null)
        .canonical();
  }

  private OptimizerSpec optimizer() {
    JsonNode planned = trace.json().at("/optimizer/max_epoch");
    if (planned.isNumber() && planned.intValue() != epochs) {
      throw trace.unusable(
          "its schedule is of %s epochs, and it has %d".formatted(planned, epochs));
    }
    return new OptimizerSpec(
        epochs,
        batchSize,
        trace.number("/optimizer/lr"),
        trace.number("/optimizer/momentum"),
        trace.number("/optimizer/weight_decay"),
        (int) trace.number("/optimizer/warmup_epochs"),
        trace.number("/optimizer/warmup_lr"));
  }

  private <E extends Enum<E>> E constant(Class<E> type, String pointer) {
    String word = trace.need(pointer).asText();
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> trace.unusable(pointer.substring(1) + " is '" + word + "'"));
  }

  /** The training to repeat. */
  Run run(ClipConfig config) {
    return new Run(loss, optimizer(), learned("ctx.init", "init", config), this, train);
  }

  /**
   * Returns the learned arrays at some time of the training.
   *
   * @param contexts tensor of the context vectors
   * @param metaNet which meta-net: {@code init} or {@code final}
   */
  List<float[]> learned(String contexts, String metaNet, ClipConfig config) {
    int width = config.textWidth();
    int sets = prompt.sets(prompts.classNames().size());
    boolean several = prompt.classSpecific() || method.equals(Method.PLOT);
    long[] shape =
        several ? new long[] {sets, prompt.ctxLen(), width} : new long[] {prompt.ctxLen(), width};
    List<float[]> arrays = new ArrayList<>();
    arrays.add(tensors.get(contexts, shape).toFloats());
    if (method.equals(Method.COCOOP)) {
      int embed = config.embedDim();
      String net = "meta_net." + metaNet;
      int hidden = (int) tensors.get(net + ".linear1.bias", -1).shape()[0];
      arrays.add(tensors.get(net + ".linear1.weight", hidden, embed).toFloats());
      arrays.add(tensors.get(net + ".linear1.bias", hidden).toFloats());
      arrays.add(tensors.get(net + ".linear2.weight", width, hidden).toFloats());
      arrays.add(tensors.get(net + ".linear2.bias", width).toFloats());
    }
    return arrays;
  }

  @Override
  public int[][] batches(int epoch) {
    int[][] batches = new int[stepsPerEpoch][];
    for (int b = 0; b < stepsPerEpoch; b++) {
      int from = (epoch * stepsPerEpoch + b) * batchSize;
      batches[b] = IntStream.range(from, from + batchSize).toArray();
    }
    return batches;
  }

  @Override
  public int[] positions(int epoch, int step) {
    String pointer = "/steps/" + (epoch * stepsPerEpoch + step) + "/positions";
    JsonNode drawn = trace.need(pointer);
    int[] positions = new int[drawn.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = drawn.get(i).asInt(-1);
    }
    boolean inPrompt = IntStream.of(positions).allMatch(p -> p >= 0 && p < prompt.ctxLen());
    if (positions.length != loss.positions() || !inPrompt) {
      throw trace.unusable(
          "%s is %s, not %d of %d positions"
              .formatted(pointer.substring(1), drawn, loss.positions(), prompt.ctxLen()));
    }
    return positions;
  }

  Trace trace() {
    return trace;
  }

  RecordedTensors tensors() {
    return tensors;
  }

  Method method() {
    return method;
  }

  PromptSpec prompt() {
    return prompt;
  }

  RecordedPrompts prompts() {
    return prompts;
  }

  LossSpec loss() {
    return loss;
  }

  Features test() {
    return test;
  }

  int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  int batchSize() {
    return batchSize;
  }

  /** How many steps there are. */
  int steps() {
    return epochs * stepsPerEpoch;
  }

  /** Words the context vectors start from, {@code _} for a space; empty for a random start. */
  Optional<String> words() {
    String words = trace.json().at("/prompt/ctx_init").asText("").replace('_', ' ').strip();
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }
}
