package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.nemesis.tensor.ArrayScope;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIP's ResNet: a stem of three convolutions, average pooling before every strided convolution,
 * and an attention pool instead of the mean. Batch norms use their running statistics.
 */
public final class ModifiedResNet implements ImageEncoder {
  private static final int STEM = 3;

  private final Parameters visual;
  private final List<List<Parameters>> stages;
  private final AttentionPool pool;

  /** Builds the encoder over the weights below {@code visual.}. */
  public ModifiedResNet(Parameters visual, ClipConfig config) {
    this.visual = visual;
    stages = new ArrayList<>();
    for (int stage = 1; stage <= 4; stage++) {
      List<Parameters> blocks = new ArrayList<>();
      for (int i = 0; visual.has("layer" + stage + "." + i + ".conv1.weight"); i++) {
        blocks.add(visual.at("layer" + stage + "." + i));
      }
      stages.add(blocks);
    }
    pool = new AttentionPool(visual.at("attnpool"), config.image().heads());
  }

  @Override
  public NDArray encode(NDArray images) {
    return pool.mean(trunk(images));
  }

  @Override
  public NDArray regions(NDArray images) {
    return pool.all(trunk(images));
  }

  private NDArray trunk(NDArray images) {
    NDArray x = Rows.view(images.getManager(), images);
    for (int i = 1; i <= STEM; i++) {
      NDArray weight = visual.get("conv" + i + ".weight");
      Parameters norm = visual.at("bn" + i);
      int stride = i == 1 ? 2 : 1;
      x =
          ArrayScope.of(
              x, in -> Activation.relu(batchNorm(convolution(in, weight, stride, 1), norm)));
    }
    x = ArrayScope.of(x, in -> averagePool(in, 2));
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int i = 0; i < stages.get(stage).size(); i++) {
        Parameters block = stages.get(stage).get(i);
        int stride = stage > 0 && i == 0 ? 2 : 1;
        x = ArrayScope.of(x, in -> bottleneck(in, block, stride));
      }
    }
    return x;
  }

  private static NDArray bottleneck(NDArray x, Parameters block, int stride) {
    NDArray y = convolution(x, block.get("conv1.weight"), 1, 0);
    y = Activation.relu(batchNorm(y, block.at("bn1")));
    y = convolution(y, block.get("conv2.weight"), 1, 1);
    y = Activation.relu(batchNorm(y, block.at("bn2")));
    y = convolution(averagePool(y, stride), block.get("conv3.weight"), 1, 0);
    y = batchNorm(y, block.at("bn3"));
    NDArray identity = x;
    if (block.has("downsample.0.weight")) {
      identity = convolution(averagePool(x, stride), block.get("downsample.0.weight"), 1, 0);
      identity = batchNorm(identity, block.at("downsample.1"));
    }
    return Activation.relu(y.add(identity));
  }

  private static NDArray convolution(NDArray x, NDArray weight, int stride, int padding) {
    return x.getNDArrayInternal()
        .convolution(
            x,
            weight,
            null,
            new Shape(stride, stride),
            new Shape(padding, padding),
            new Shape(1, 1),
            1)
        .singletonOrThrow();
  }

  private static NDArray batchNorm(NDArray x, Parameters norm) {
    return x.getNDArrayInternal()
        .batchNorm(
            x,
            norm.get("running_mean"),
            norm.get("running_var"),
            norm.get("weight"),
            norm.get("bias"),
            1,
            0.1f,
            1e-5f,
            false)
        .singletonOrThrow();
  }

  private static NDArray averagePool(NDArray x, int size) {
    return size == 1
        ? x
        : x.getNDArrayInternal()
            .avgPool(new Shape(size, size), new Shape(size, size), new Shape(0, 0), false, false);
  }
}
