package dev.nemesis.method;

import dev.nemesis.clip.Soundness;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.LearnedArray;
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
 * The learned arrays of one run, as results keep them and as tensors of a checkpoint.
 *
 * @param arrays in the order of the method, see {@link PreparedMethod#learned}
 */
public record LearnedPrompt(List<LearnedArray> arrays) {
  /** The vectors, and what CoOp saves of the classes beside them. */
  private static final Set<String> OF_CLASSES =
      Set.of(PromptCheckpoint.CTX, "token_prefix", "token_suffix");

  public LearnedPrompt {
    arrays = List.copyOf(arrays);
  }

  /**
   * Creates a learned prompt from a checkpoint of CoOp, PLOT or CoCoOp.
   *
   * @param file for messages
   * @throws InputException if only a part of a meta-net is in it, or what is of no prompt known
   *     here, or a value is no finite number
   */
  public static LearnedPrompt of(String file, PromptCheckpoint checkpoint) {
    Map<String, TensorData> state = checkpoint.state();
    List<String> names = new ArrayList<>(List.of(PromptCheckpoint.CTX));
    for (String name : state.keySet()) {
      if (!OF_CLASSES.contains(name) && !CoCoOp.META_NET.contains(name)) {
        throw InputException.cannot(
            ErrorCode.WEIGHTS,
            "use %s as a prompt: its tensor '%s' is none of CoOp's, CoCoOp's or PLOT's"
                .formatted(file, name.replaceAll("\\p{Cntrl}", "?")));
      }
    }
    if (CoCoOp.META_NET.stream().anyMatch(state::containsKey)) {
      names.addAll(CoCoOp.META_NET);
    }
    return new LearnedPrompt(names.stream().map(name -> array(file, name, state)).toList());
  }

  private static LearnedArray array(String file, String name, Map<String, TensorData> state) {
    TensorData tensor = state.get(name);
    if (tensor == null) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "use " + file + " as a prompt of CoCoOp: it has no tensor '" + name + "'");
    }
    Soundness.requireFinite(file + " as a learned prompt", name, tensor);
    List<Integer> shape = new ArrayList<>();
    if (name.equals(PromptCheckpoint.CTX) && tensor.shape().length == 2) {
      shape.add(1); // one set has no axis of its own there
    }
    Arrays.stream(tensor.shape()).forEach(length -> shape.add(Math.toIntExact(length)));
    return LearnedArray.of(name, shape, tensor.toFloats());
  }

  /**
   * Returns the arrays as CoOp saves them.
   *
   * @param epoch after which they were learned
   * @param ofSets whether one set of context vectors keeps its axis: PLOT's and a class-specific
   *     prompt's {@code ctx} is {@code [V, L, W]} whatever V is, others' {@code [L, W]}
   */
  public PromptCheckpoint checkpoint(int epoch, boolean ofSets) {
    Map<String, TensorData> state = new LinkedHashMap<>();
    for (LearnedArray array : arrays) {
      long[] shape = array.shape().stream().mapToLong(length -> length).toArray();
      boolean bare = isContexts(array) && !ofSets && shape[0] == 1;
      state.put(
          array.name(),
          TensorData.of(array.toFloats(), bare ? Arrays.copyOfRange(shape, 1, 3) : shape));
    }
    return new PromptCheckpoint(state, epoch);
  }

  /** The context vectors {@code [V, L, W]}; empty of a method that learns none. */
  public Optional<LearnedArray> contexts() {
    return arrays.stream().filter(LearnedPrompt::isContexts).findFirst();
  }

  private static boolean isContexts(LearnedArray array) {
    return array.name().equals(PromptCheckpoint.CTX) && array.shape().size() == 3;
  }

  /** The values of each array, row-major, for {@link PreparedMethod}. */
  public List<float[]> values() {
    return arrays.stream().map(LearnedArray::toFloats).toList();
  }
}
