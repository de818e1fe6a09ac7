package dev.nemesis.data.mini;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mini benchmark's datasets by name. */
public final class MiniDatasets {
  /** To be raised whenever any picture changes: finished cells of older pictures then differ. */
  static final int DRAWING_VERSION = 1;

  /** In the order in which the paper lists the eleven whose roles they have. */
  static final List<Topic> TOPICS =
      List.of(
          new Objects(), // general: ImageNet
          new Shapes(), // general things, easier: Caltech101
          new Badges(), // fine-grained: OxfordPets
          new Flags(), // fine-grained, many classes: StanfordCars
          new Flowers(), // fine-grained: Flowers102
          new Dishes(), // food: Food101
          new Counts(), // hard: FGVCAircraft
          new Landscapes(), // scenes: SUN397
          new Textures(), // textures: DTD
          new Tiles(), // patches from above: EuroSAT
          new Arrangements()); // actions: UCF101

  private static final int TRAIN_PER_CLASS = 24;
  private static final int VAL_PER_CLASS = 8;
  private static final int TEST_IMAGES = 360;
  private static final int MIN_TEST_PER_CLASS = 12;
  private static final int MAX_TEST_PER_CLASS = 30;

  private static final Map<String, Drawn> BY_NAME = byName();

  private MiniDatasets() {}

  /** The eleven datasets. */
  public static List<String> names() {
    return TOPICS.stream().map(Drawn::datasetName).toList();
  }

  /** The four shifted variants of the first dataset; they have test images only. */
  public static List<String> variants() {
    return List.of(Variant.values()).stream().map(Drawn::datasetName).toList();
  }

  /**
   * A dataset with its splits; pictures are drawn when they are read.
   *
   * @throws InputException if there is none of that name
   */
  public static Dataset open(String name) {
    Drawn drawn = BY_NAME.get(name);
    if (drawn == null) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "find a mini dataset called '" + name + "'; there are " + BY_NAME.keySet());
    }
    int classes = drawn.classNames().size();
    boolean testOnly = drawn instanceof Variant;
    int train = testOnly ? 0 : TRAIN_PER_CLASS;
    int val = testOnly ? 0 : VAL_PER_CLASS;
    int test = testPerClass(classes);
    return new Dataset(
        name,
        drawn.classNames(),
        split(name, "train", classes, train),
        split(name, "val", classes, val),
        split(name, "test", classes, test),
        new Drawings(drawn),
        digest(drawn, train, val, test));
  }

  private static int testPerClass(int classes) {
    return Math.max(MIN_TEST_PER_CLASS, Math.min(MAX_TEST_PER_CLASS, TEST_IMAGES / classes));
  }

  private static List<LabeledImage> split(String name, String split, int classes, int perClass) {
    List<LabeledImage> images = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < perClass; i++) {
        int index = i * classes + label;
        images.add(new LabeledImage(Drawings.path(name, split, index), label));
      }
    }
    return images;
  }

  private static String digest(Drawn drawn, int train, int val, int test) {
    String identity =
        String.join(
            "\n",
            drawn.datasetName(),
            "drawing version " + DRAWING_VERSION,
            "per class " + train + " " + val + " " + test,
            String.join("\n", drawn.classNames()));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(identity.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, Drawn> byName() {
    Map<String, Drawn> byName = new LinkedHashMap<>();
    TOPICS.forEach(topic -> byName.put(topic.datasetName(), topic));
    for (Variant variant : Variant.values()) {
      byName.put(variant.datasetName(), variant);
    }
    return byName;
  }
}
