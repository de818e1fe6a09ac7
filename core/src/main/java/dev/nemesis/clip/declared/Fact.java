package dev.nemesis.clip.declared;

import java.util.List;
import java.util.Optional;

/**
 * Facts that a configuration can tell, each with the tensor whose shape says it too, if there is
 * one.
 */
public enum Fact {
  EMBED_DIM(Integer.class, "text_projection"),
  IMAGE_WIDTH(Integer.class, "visual.conv1.weight"),
  IMAGE_LAYERS(Integer.class, "visual.transformer.resblocks.0.attn.in_proj_weight"),
  IMAGE_STAGES(List.class, "visual.layer1.0.conv1.weight"),
  IMAGE_HIDDEN(Integer.class, "visual.transformer.resblocks.0.mlp.c_fc.weight"),
  IMAGE_HEADS(Integer.class, null),
  IMAGE_ACTIVATION(Activation.class, null),
  IMAGE_EPSILON(Double.class, null),
  /** Side of the image in pixels: the positions tell it but for a rest less than a patch. */
  IMAGE_SIZE(Integer.class, null),
  PATCH(Integer.class, "visual.conv1.weight"),
  MEAN(List.class, null),
  STD(List.class, null),
  CONTEXT_LENGTH(Integer.class, "positional_embedding"),
  VOCAB_SIZE(Integer.class, "token_embedding.weight"),
  TEXT_WIDTH(Integer.class, "token_embedding.weight"),
  TEXT_LAYERS(Integer.class, "transformer.resblocks.0.attn.in_proj_weight"),
  TEXT_HIDDEN(Integer.class, "transformer.resblocks.0.mlp.c_fc.weight"),
  TEXT_HEADS(Integer.class, null),
  TEXT_ACTIVATION(Activation.class, null),
  TEXT_EPSILON(Double.class, null);

  private final Class<?> type;
  private final String tensor;

  Fact(Class<?> type, String tensor) {
    this.type = type;
    this.tensor = tensor;
  }

  Class<?> type() {
    return type;
  }

  /** The tensor whose shape says it. */
  public Optional<String> tensor() {
    return Optional.ofNullable(tensor);
  }
}
