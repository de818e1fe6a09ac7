package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names Hugging Face's {@code CLIPModel} gives CLIP's tensors, turned into OpenAI's. Queries,
 * keys and values are one matrix there, and the projections multiply from the other side.
 */
final class HuggingFaceNames {
  private static final Pattern LAYER =
      Pattern.compile("(text|vision)_model\\.encoder\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");

  private static final Map<String, String> PARTS =
      Map.of(
          "self_attn.out_proj", "attn.out_proj",
          "layer_norm1", "ln_1",
          "layer_norm2", "ln_2",
          "mlp.fc1", "mlp.c_fc",
          "mlp.fc2", "mlp.c_proj");

  private static final Map<String, String> WHOLE =
      Map.ofEntries(
          Map.entry("logit_scale", "logit_scale"),
          Map.entry("text_model.embeddings.token_embedding.weight", "token_embedding.weight"),
          Map.entry("text_model.embeddings.position_embedding.weight", "positional_embedding"),
          Map.entry("text_model.final_layer_norm.weight", "ln_final.weight"),
          Map.entry("text_model.final_layer_norm.bias", "ln_final.bias"),
          Map.entry("vision_model.embeddings.class_embedding", "visual.class_embedding"),
          Map.entry("vision_model.embeddings.patch_embedding.weight", "visual.conv1.weight"),
          Map.entry(
              "vision_model.embeddings.position_embedding.weight", "visual.positional_embedding"),
          Map.entry("vision_model.pre_layrnorm.weight", "visual.ln_pre.weight"), // as they spell it
          Map.entry("vision_model.pre_layrnorm.bias", "visual.ln_pre.bias"),
          Map.entry("vision_model.post_layernorm.weight", "visual.ln_post.weight"),
          Map.entry("vision_model.post_layernorm.bias", "visual.ln_post.bias"));

  private HuggingFaceNames() {}

  /** Whether tensors bear these names. */
  static boolean in(Map<String, TensorData> tensors) {
    return tensors.keySet().stream()
        .anyMatch(name -> name.startsWith("text_model.") || name.startsWith("vision_model."));
  }

  /**
   * Tensors by OpenAI's names. What {@code CLIPModel} has no name for keeps its own, so that
   * another model is not taken for one; counted positions are left out.
   *
   * @throws InputException if a layer lacks one of its queries, keys and values
   */
  static Map<String, TensorData> toOpenAi(String file, Map<String, TensorData> tensors) {
    Map<String, TensorData> named = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          Matcher layer = LAYER.matcher(name);
          if (WHOLE.containsKey(name)) {
            named.put(WHOLE.get(name), tensor);
          } else if (name.equals("text_projection.weight")) {
            named.put("text_projection", transposed(file, name, tensor));
          } else if (name.equals("visual_projection.weight")) {
            named.put("visual.proj", transposed(file, name, tensor));
          } else if (layer.matches()) {
            String block =
                (layer.group(1).equals("text") ? "" : "visual.")
                    + "transformer.resblocks."
                    + layer.group(2)
                    + ".";
            String kind = layer.group(4);
            if (PARTS.containsKey(layer.group(3))) {
              named.put(block + PARTS.get(layer.group(3)) + "." + kind, tensor);
            } else if (layer.group(3).equals("self_attn.q_proj")) {
              named.put(block + "attn.in_proj_" + kind, stacked(file, name, tensors));
            } else if (!tensors.containsKey(name.replaceFirst("\\.[kv]_proj\\.", ".q_proj."))
                || !layer.group(3).matches("self_attn\\.[kv]_proj")) {
              named.put(name, tensor);
            }
          } else if (!name.endsWith(".position_ids")) {
            named.put(name, tensor);
          }
        });
    return named;
  }

  private static TensorData stacked(String file, String query, Map<String, TensorData> tensors) {
    List<ByteSource> parts = new ArrayList<>();
    TensorData first = tensors.get(query);
    for (String part : new String[] {"q_proj", "k_proj", "v_proj"}) {
      String name = query.replace("q_proj", part);
      TensorData tensor = tensors.get(name);
      if (tensor == null) {
        throw Unreadable.because(file, "it has no tensor '" + name + "'");
      }
      if (!tensor.dtype().equals(first.dtype()) || !Arrays.equals(tensor.shape(), first.shape())) {
        throw Unreadable.because(
            file, "tensor '" + name + "' is not of the type and shape of '" + query + "'");
      }
      parts.add(tensor.values());
    }
    long[] shape = first.shape().clone();
    if (shape.length == 0) {
      throw Unreadable.because(file, "tensor '" + query + "' is a single number");
    }
    shape[0] *= 3;
    return new TensorData(first.dtype(), shape, new Joined(parts));
  }

  private static TensorData transposed(String file, String name, TensorData tensor) {
    if (tensor.shape().length != 2) {
      throw Unreadable.because(
          file, "tensor '" + name + "' has the shape " + Arrays.toString(tensor.shape()));
    }
    long rows = tensor.shape()[0];
    long columns = tensor.shape()[1];
    return new TensorData(
        tensor.dtype(),
        new long[] {columns, rows},
        Strided.of(
            tensor.values(),
            TensorData.bytesOf(tensor.dtype()),
            0,
            new long[] {columns, rows},
            new long[] {1, columns}));
  }
}
