package dev.nemesis.clip;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;

/** A frozen CLIP on one device. Closing it frees the weights. Safe for use by several threads. */
public final class ClipModel implements AutoCloseable {
  private final NDManager manager;
  private final ClipWeights weights;
  private final TextEncoder text;
  private final ImageEncoder image;
  private final float logitScale;

  private ClipModel(NDManager manager, ClipWeights weights) {
    this.manager = manager;
    this.weights = weights;
    Parameters parameters = Parameters.load(manager, weights.tensors());
    text = TextEncoder.frozen(parameters, weights.config());
    image = imageEncoder(parameters, weights.config());
    logitScale = (float) Math.exp(weights.tensors().get("logit_scale").toFloats()[0]);
  }

  /** Puts weights on a device, as float32. */
  public static ClipModel load(ClipWeights weights, Device device) {
    return new ClipModel(NDManager.newBaseManager(device), weights);
  }

  /** The image encoder the weights hold. */
  public static ImageEncoder imageEncoder(Parameters parameters, ClipConfig config) {
    Parameters visual = parameters.at("visual");
    return config.vision().equals("vit")
        ? new VisionTransformer(visual, config)
        : new ModifiedResNet(visual, config);
  }

  /** The weights it was loaded from. */
  public ClipWeights weights() {
    return weights;
  }

  /** Its configuration. */
  public ClipConfig config() {
    return weights.config();
  }

  /** The text side. */
  public TextEncoder text() {
    return text;
  }

  /** The image side. */
  public ImageEncoder image() {
    return image;
  }

  /** The factor of cosine similarities; 100 for OpenAI's models. */
  public float logitScale() {
    return logitScale;
  }

  /** A manager on the model's device, for arrays that outlive one step; the caller's to close. */
  public NDManager newManager() {
    return manager.newSubManager();
  }

  @Override
  public void close() {
    manager.close();
  }
}
