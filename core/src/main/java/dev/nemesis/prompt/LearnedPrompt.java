package dev.nemesis.prompt;

import dev.nemesis.grid.MetaNet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run learned, in the two forms it comes in: arrays as trainings have them, lists as
 * results keep them.
 *
 * @param width W
 * @param arrays row-major, as {@link PromptMethod#learned}: the context vectors {@code [V, L, W]},
 *     and for CoCoOp the meta-net's four arrays
 */
public record LearnedPrompt(int width, List<float[]> arrays) {
  public LearnedPrompt {
    arrays = List.copyOf(arrays);
  }

  /**
   * From a result.
   *
   * @param softPrompt {@code [V x L][W]}
   * @param metaNet null but for CoCoOp
   */
  public static LearnedPrompt of(List<List<Float>> softPrompt, MetaNet metaNet) {
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
    return new LearnedPrompt(width, arrays);
  }

  /** The context vectors, set by set: {@code [V x L][W]}. */
  public List<List<Float>> softPrompt() {
    List<Float> all = list(arrays.get(0));
    List<List<Float>> vectors = new ArrayList<>();
    for (int at = 0; at < all.size(); at += width) {
      vectors.add(List.copyOf(all.subList(at, at + width)));
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
