package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.tensor.ArrayScope;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIP's ViT: patches, a class token, blocks with full attention, and the class token's projection.
 */
public final class VisionTransformer implements ImageEncoder {
  private final NDArray convolution;
  private final NDArray classEmbedding;
  private final NDArray positions;
  private final NDArray preWeight;
  private final NDArray preBias;
  private final NDArray postWeight;
  private final NDArray postBias;
  private final NDArray projection;
  private final List<TransformerBlock> blocks;
  private final int patch;
  private final double epsilon;

  /** Builds the encoder over the weights below {@code visual.}. */
  public VisionTransformer(Parameters visual, ClipConfig config) {
    convolution = visual.get("conv1.weight");
    classEmbedding = visual.get("class_embedding");
    positions = visual.get("positional_embedding");
    preWeight = visual.get("ln_pre.weight");
    preBias = visual.get("ln_pre.bias");
    postWeight = visual.get("ln_post.weight");
    postBias = visual.get("ln_post.bias");
    projection = visual.get("proj");
    patch = config.patch();
    epsilon = config.image().epsilon();
    blocks = new ArrayList<>();
    for (int i = 0; i < config.visionLayers(); i++) {
      blocks.add(
          TransformerBlock.of(visual.at("transformer").at("resblocks." + i), config.image()));
    }
  }

  @Override
  public NDArray encode(NDArray images) {
    return projected(tokens(images).get(new NDIndex(":, 0")));
  }

  /**
   * {@inheritDoc}
   *
   * <p>PLOT is published for ResNets only. This is our extension of it, so that the bundled mini
   * model, a ViT, can run PLOT: each patch's token takes the way of the class token, through the
   * last norm and the projection.
   */
  @Override
  public NDArray regions(NDArray images) {
    return projected(tokens(images));
  }

  private NDArray projected(NDArray tokens) {
    return TransformerBlock.layerNorm(tokens, postWeight, postBias, epsilon).matMul(projection);
  }

  /** The class token and the patches' after the last block, {@code [B, 1 + HW, W]}. */
  private NDArray tokens(NDArray images) {
    long batch = images.getShape().get(0);
    long width = classEmbedding.getShape().get(0);
    NDArray patches =
        images
            .getNDArrayInternal()
            .convolution(
                images,
                convolution,
                null,
                new Shape(patch, patch),
                new Shape(0, 0),
                new Shape(1, 1),
                1)
            .singletonOrThrow()
            .reshape(batch, width, -1)
            .transpose(0, 2, 1);
    // The class token takes part as an operand of the images' array, so that it lives in their
    // manager.
    NDArray first = patches.get(new NDIndex(":, 0:1")).zerosLike().add(classEmbedding);
    NDArray x = first.concat(patches, 1).add(positions);
    x = TransformerBlock.layerNorm(x, preWeight, preBias, epsilon);
    for (TransformerBlock block : blocks) {
      x = ArrayScope.of(x, in -> block.forward(in, null));
    }
    return x;
  }
}
