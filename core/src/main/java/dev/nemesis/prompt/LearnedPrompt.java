package dev.nemesis.prompt;

import dev.nemesis.clip.Soundness;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.MetaNet;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The prompt that one run learned, in the three forms it comes in: arrays as trainings have them,
 * lists as results keep them, tensors as CoOp's checkpoints name them.
 *
 * @param sets V: 1, or one a prompt (PLOT) or class
 * @param ctxLen L
 * @param width W
 * @param arrays row-major, as {@link PromptMethod#learned}: the context vectors {@code [V, L, W]},
 *     and for CoCoOp the meta-net's four arrays
 */
public record LearnedPrompt(int sets, int ctxLen, int width, List<float[]> arrays) {
  private static final String META_NET = "meta_net.";

  /** The vectors, and what CoOp saves of the classes beside them. */
  private static final Set<String> OF_CLASSES = Set.of("ctx", "token_prefix", "token_suffix");

  /** The names of the meta-net's tensors, in the order of the arrays. */
  private static final List<String> META_NET_PARTS =
      List.of("linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias");

  public LearnedPrompt {
    arrays = List.copyOf(arrays);
  }

  /**
   * Creates a learned prompt from a result.
   *
   * @param ctxLen L
   * @param softPrompt {@code [V x L][W]}, not empty
   * @param metaNet null but for CoCoOp
   */
  public static LearnedPrompt of(int ctxLen, List<List<Float>> softPrompt, MetaNet metaNet) {
    int width = softPrompt.get(0).size();
    float[] contexts = new float[softPrompt.size() * width];
    for (int i = 0; i < contexts.length; i++) {
      contexts[i] = softPrompt.get(i / width).get(i % width);
    }
    List<float[]> arrays = new ArrayList<>(List.of(contexts));
    if (metaNet != null) {
      arrays.add(array(metaNet.linear1Weight()));
      arrays.add(array(metaNet.linear1Bias()));
      arrays.add(array(metaNet.linear2Weight()));
      arrays.add(array(metaNet.linear2Bias()));
    }
    return new LearnedPrompt(softPrompt.size() / ctxLen, ctxLen, width, arrays);
  }

  /**
   * Creates a learned prompt from a checkpoint.
   *
   * @param file for messages
   * @throws InputException if only a part of a meta-net is in it, or what is of no prompt known
   *     here, or a value is no finite number
   */
  public static LearnedPrompt of(String file, PromptCheckpoint checkpoint) {
    long[] shape = checkpoint.ctx().shape();
    String use = file + " as a learned prompt";
    Soundness.requireFinite(use, "ctx", checkpoint.ctx());
    List<float[]> arrays = new ArrayList<>(List.of(checkpoint.ctx().toFloats()));
    Map<String, TensorData> state = checkpoint.state();
    for (String name : state.keySet()) {
      if (!OF_CLASSES.contains(name)
          && !META_NET_PARTS.stream().anyMatch(part -> name.equals(META_NET + part))) {
        throw InputException.cannot(
            ErrorCode.WEIGHTS,
            "use %s as a prompt: its tensor '%s' is none of CoOp's, CoCoOp's or PLOT's"
                .formatted(file, name.replaceAll("\\p{Cntrl}", "?")));
      }
    }
    if (state.keySet().stream().anyMatch(name -> name.startsWith(META_NET))) {
      for (String part : META_NET_PARTS) {
        TensorData tensor = state.get(META_NET + part);
        if (tensor == null) {
          throw InputException.cannot(
              ErrorCode.WEIGHTS,
              "use " + file + " as a prompt of CoCoOp: it has no tensor '" + META_NET + part + "'");
        }
        Soundness.requireFinite(use, META_NET + part, tensor);
        arrays.add(tensor.toFloats());
      }
    }
    int last = shape.length - 1;
    return new LearnedPrompt(
        last == 1 ? 1 : Math.toIntExact(shape[0]),
        Math.toIntExact(shape[last - 1]),
        Math.toIntExact(shape[last]),
        arrays);
  }

  /**
   * Returns the prompt as CoOp saves it; several sets have an axis of their own, one set has none.
   *
   * @param epoch after which it was learned
   */
  public PromptCheckpoint checkpoint(int epoch) {
    return checkpoint(epoch, sets > 1);
  }

  /**
   * Returns the prompt as CoOp saves it.
   *
   * @param epoch after which it was learned
   * @param ofSets whether {@code ctx} is {@code [V, L, W]}, not {@code [L, W]}: PLOT's and a
   *     class-specific prompt's is, were it of one set only
   */
  public PromptCheckpoint checkpoint(int epoch, boolean ofSets) {
    long[] shape = ofSets ? new long[] {sets, ctxLen, width} : new long[] {ctxLen, width};
    Map<String, TensorData> state = new LinkedHashMap<>();
    state.put("ctx", TensorData.of(arrays.get(0), shape));
    if (arrays.size() > 1) {
      int hidden = arrays.get(2).length;
      int embed = arrays.get(1).length / hidden;
      long[][] shapes = {{hidden, embed}, {hidden}, {width, hidden}, {width}};
      for (int i = 0; i < shapes.length; i++) {
        state.put(META_NET + META_NET_PARTS.get(i), TensorData.of(arrays.get(i + 1), shapes[i]));
      }
    }
    return new PromptCheckpoint(state, epoch);
  }

  /** The context vectors, set by set: {@code [V x L][W]}. */
  public List<List<Float>> softPrompt() {
    List<List<Float>> vectors = new ArrayList<>();
    for (int i = 0; i < sets * ctxLen; i++) {
      vectors.add(list(Arrays.copyOfRange(arrays.get(0), i * width, (i + 1) * width)));
    }
    return vectors;
  }

  /** CoCoOp's meta-net. */
  public Optional<MetaNet> metaNet() {
    return arrays.size() == 1
        ? Optional.empty()
        : Optional.of(
            new MetaNet(
                list(arrays.get(1)),
                list(arrays.get(2)),
                list(arrays.get(3)),
                list(arrays.get(4))));
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
