package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.random.PythonRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The images a few-shot training sees, drawn as CoOp draws them: the same seed means the same
 * images in the same order.
 *
 * @param train {@code shots} images a class, classes in the order in which the split's train list
 *     first names them; of a class with fewer images, all
 * @param val likewise from the val list, at most 4 a class
 */
public record FewShot(List<LabeledImage> train, List<LabeledImage> val) {
  private static final int VAL_SHOTS = 4;

  public FewShot {
    train = List.copyOf(train);
    val = List.copyOf(val);
  }

  /**
   * Draws the train images and then, from the same stream, the val images.
   *
   * @param shots images a class, at least 1
   * @param seed as for Python's {@code random.seed}; CoOp uses 1, 2 and 3
   */
  public static FewShot draw(Dataset dataset, int shots, long seed) {
    if (shots < 1) {
      throw InputException.cannot(
          ErrorCode.GRID, "draw %d shots of %s: at least 1".formatted(shots, dataset.name()));
    }
    return draw(dataset.train(), dataset.val(), shots, seed);
  }

  /** As {@link #draw(Dataset, int, long)}, from the lists of a split. */
  public static FewShot draw(
      List<LabeledImage> train, List<LabeledImage> val, int shots, long seed) {
    PythonRandom random = new PythonRandom(seed);
    List<LabeledImage> drawn = perClass(train, shots, random);
    return new FewShot(drawn, perClass(val, Math.min(shots, VAL_SHOTS), random));
  }

  /** The train images alone. */
  public static List<LabeledImage> train(Dataset dataset, int shots, long seed) {
    return draw(dataset, shots, seed).train();
  }

  private static List<LabeledImage> perClass(
      List<LabeledImage> images, int shots, PythonRandom random) {
    Map<Integer, List<LabeledImage>> byClass = new LinkedHashMap<>();
    for (LabeledImage image : images) {
      byClass.computeIfAbsent(image.label(), label -> new ArrayList<>()).add(image);
    }
    List<LabeledImage> drawn = new ArrayList<>();
    byClass
        .values()
        .forEach(all -> drawn.addAll(all.size() < shots ? all : random.sample(all, shots)));
    return drawn;
  }
}
