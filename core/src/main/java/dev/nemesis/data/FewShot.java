package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.random.PythonRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /** Short classes that are named in a line. */
  private static final int SAID = 3;

  public FewShot {
    train = List.copyOf(train);
    val = List.copyOf(val);
  }

  /**
   * Draws the train images and then, from the same stream, the val images.
   *
   * @param shots images a class, at least 1
   * @param seed as for Python's {@code random.seed}; CoOp uses 1, 2 and 3
   * @throws InputException if the dataset has test images only
   */
  public static FewShot draw(Dataset dataset, int shots, long seed) {
    if (shots < 1) {
      throw InputException.cannot(
          ErrorCode.GRID, "draw %d shots of %s: at least 1".formatted(shots, dataset.name()));
    }
    if (dataset.train().isEmpty()) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "train on the dataset %s: it has test images only; train on another, and name it as a target"
              .formatted(dataset.name()));
    }
    return draw(dataset.train(), dataset.val(), shots, seed);
  }

  /** Draws few-shot subsets from the lists of a split, like {@link #draw(Dataset, int, long)}. */
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

  /**
   * A class of which fewer images can be drawn than shots are asked.
   *
   * @param images how many there are
   */
  public record ShortClass(String name, int images) {}

  /**
   * The classes with fewer train images than shots, of which all are taken, as the reference takes
   * them; in label order.
   */
  public static List<ShortClass> shortClasses(Dataset dataset, int shots) {
    int[] images = new int[dataset.classNames().size()];
    dataset.train().forEach(image -> images[image.label()]++);
    List<ShortClass> few = new ArrayList<>();
    for (int label = 0; label < images.length; label++) {
      if (images[label] < shots) {
        few.add(new ShortClass(dataset.classNames().get(label), images[label]));
      }
    }
    return few;
  }

  /** Describes {@link #shortClasses} in one line for people; empty if every class has enough. */
  public static Optional<String> shortage(Dataset dataset, int shots) {
    List<ShortClass> few = shortClasses(dataset, shots);
    if (few.isEmpty()) {
      return Optional.empty();
    }
    String first =
        few.stream()
            .limit(SAID)
            .map(one -> one.name() + " has " + one.images())
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%s: %d of %d classes have fewer than %d train images, and all they have are taken: %s%s"
            .formatted(
                dataset.name(),
                few.size(),
                dataset.classNames().size(),
                shots,
                first,
                few.size() > SAID ? ", ..." : ""));
  }

  private static List<LabeledImage> perClass(
      List<LabeledImage> images, int shots, PythonRandom random) {
    Map<Integer, List<LabeledImage>> byClass = new LinkedHashMap<>();
    int label = -1;
    List<LabeledImage> ofLabel = null;
    for (LabeledImage image : images) { // a class's images mostly follow one another
      if (image.label() != label) {
        label = image.label();
        ofLabel = byClass.computeIfAbsent(label, first -> new ArrayList<>());
      }
      ofLabel.add(image);
    }
    List<LabeledImage> drawn = new ArrayList<>();
    byClass
        .values()
        .forEach(all -> drawn.addAll(all.size() < shots ? all : random.sample(all, shots)));
    return drawn;
  }
}
