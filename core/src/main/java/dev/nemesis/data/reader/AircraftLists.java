package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.reader.DatasetHome.Line;
import dev.nemesis.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * FGVCAircraft's text files: {@code variants.txt} has the class names in label order, {@code
 * images_variant_train.txt} (and {@code val}, {@code test}) a line {@code 1025794 707-320} an
 * image: the image file's name without {@code .jpg}, then the variant, which may hold spaces.
 */
public record AircraftLists() implements SplitReader {
  private static final String VARIANTS = "variants.txt";

  @Override
  public Splits read(DatasetHome home) {
    List<String> variants = new ArrayList<>();
    Map<List<String>, Integer> labels = new HashMap<>();
    for (Line line : home.lines(VARIANTS, "list of variants")) {
      if (labels.putIfAbsent(Words.ofClassName(line.text()), labels.size()) != null) {
        throw line.unusable("the variant \"" + line.text() + "\" is there twice");
      }
      variants.add(line.text());
    }
    return Splits.listed(
        variants,
        images(home, "train", labels),
        images(home, "val", labels),
        images(home, "test", labels));
  }

  @Override
  public String needs() {
    return VARIANTS + ", images_variant_train.txt, images_variant_val.txt, images_variant_test.txt";
  }

  private static List<LabeledImage> images(
      DatasetHome home, String part, Map<List<String>, Integer> labels) {
    List<LabeledImage> images = new ArrayList<>();
    for (Line line : home.lines("images_variant_" + part + ".txt", "list of images")) {
      String[] idAndVariant = line.text().split(" +", 2);
      if (idAndVariant.length < 2 || !ImagePath.isBelow(idAndVariant[0])) {
        throw line.unusable(
            "\"" + line.text() + "\" is not an image's number, a space, and its variant");
      }
      Integer label = labels.get(Words.ofClassName(idAndVariant[1]));
      if (label == null) {
        throw line.unusable("the variant \"" + idAndVariant[1] + "\" is not in " + VARIANTS);
      }
      images.add(new LabeledImage(idAndVariant[0] + ".jpg", label));
    }
    return images;
  }
}
