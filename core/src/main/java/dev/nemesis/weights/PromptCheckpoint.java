package dev.nemesis.weights;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A learned prompt as CoOp keeps it in {@code model.pth.tar-EPOCH}.
 *
 * @param state by CoOp's names: {@code ctx}, and what was saved with it: {@code token_prefix},
 *     {@code token_suffix}, CoCoOp's {@code meta_net.*}
 * @param epoch after which it was saved
 * @param metadata what its file says of it, as an exported prompt's does; else empty
 */
public record PromptCheckpoint(
    Map<String, TensorData> state, int epoch, Map<String, String> metadata) {
  /** Name of the context vectors. */
  public static final String CTX = "ctx";

  /** Copies the state's order. */
  public PromptCheckpoint {
    state = new LinkedHashMap<>(state);
    metadata = Map.copyOf(metadata);
  }

  /** Creates a checkpoint without metadata. */
  public PromptCheckpoint(Map<String, TensorData> state, int epoch) {
    this(state, epoch, Map.of());
  }

  /**
   * Reads a checkpoint.
   *
   * @param file for messages
   * @throws InputException if it is no archive of tensors, or no prompt
   */
  public static PromptCheckpoint read(String file, byte[] bytes) {
    return require(WeightsFile.read(file, bytes));
  }

  /** Reads a checkpoint from any Hadoop file system, like {@link #read}. */
  public static PromptCheckpoint load(String location, Configuration hadoop) {
    return require(WeightsFile.load(location, hadoop));
  }

  private static PromptCheckpoint require(WeightsFile file) {
    return of(file)
        .orElseThrow(
            () ->
                InputException.cannot(
                    ErrorCode.WEIGHTS,
                    "use "
                        + file.source()
                        + " as a learned prompt: it has no tensor 'ctx' of the shape"
                        + " [length, width] or [classes, length, width]"));
  }

  /** The learned prompt in a file, if it holds one. */
  public static Optional<PromptCheckpoint> of(WeightsFile file) {
    TensorData ctx = file.tensors().get(CTX);
    if (ctx == null
        || (ctx.shape().length != 2 && ctx.shape().length != 3)
        || ctx.values().length() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new PromptCheckpoint(file.tensors(), file.epoch().orElse(0), file.metadata()));
  }

  /**
   * The context vectors, {@code [L, W]}; {@code [C, L, W]} if class-specific, {@code [P, L, W]} of
   * PLOT's prompts.
   */
  public TensorData ctx() {
    return state.get(CTX);
  }

  /** The embedded start token of each class, {@code [C, 1, W]}, if it was saved. */
  public Optional<TensorData> tokenPrefix() {
    return Optional.ofNullable(state.get("token_prefix"));
  }

  /**
   * The file CoOp's {@code --load-epoch} reads: {@code model.pth.tar-EPOCH}, laid out as {@code
   * torch.save} does, with an empty optimizer and scheduler.
   */
  public byte[] write() {
    return TorchSave.checkpoint(this);
  }

  @Override
  public String toString() {
    return "PromptCheckpoint[ctx=" + Arrays.toString(ctx().shape()) + ", epoch=" + epoch + "]";
  }
}
