package dev.nemesis.clip.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Hugging Face's {@code preprocessor_config.json}: what is done to images before they are shown.
 */
final class Preprocessor {
  private static final int BICUBIC = 3;
  private static final double OF_LEVELS = 1 / 255.0;
  private static final double ROUNDED = 1e-6;

  private Preprocessor() {}

  static void read(String file, JsonNode root, Declaration.Builder to) {
    Section all = new Section(file, "", root);
    all.numbers("image_mean", 3).ifPresent(said -> to.add(Fact.MEAN, said));
    all.positives("image_std", 3).ifPresent(said -> to.add(Fact.STD, said));
    for (String step : List.of("do_normalize", "do_resize", "do_center_crop", "do_rescale")) {
      all.only(step, true);
    }
    Optional<Said> factor = all.number("rescale_factor");
    if (factor.isPresent() && Math.abs((Double) factor.get().value() - OF_LEVELS) > ROUNDED) {
      throw all.refused(factor.get().toString(), "give 1/255");
    }
    all.only("resample", BICUBIC);
    all.only("do_pad", false);
    Section size = root.path("size").has("shortest_edge") ? all.section("size") : null;
    Optional<Said> shortest = size == null ? all.square("size") : size.integer("shortest_edge");
    if (size != null) {
      size.end();
    } else if (root.path("size").isObject()) {
      throw all.refused("size: " + root.path("size"), "images here are scaled by their short side");
    }
    shortest.ifPresent(said -> to.add(Fact.IMAGE_SIZE, said));
    all.square("crop_size").ifPresent(said -> to.add(Fact.IMAGE_SIZE, said));
    all.harmless(
        List.of(
            "_valid_processor_keys",
            "data_format",
            "default_to_square",
            "device",
            "disable_grouping",
            "do_convert_rgb",
            "feature_extractor_type",
            "image_processor_type",
            "image_seq_length",
            "input_data_format",
            "pad_size",
            "processor_class",
            "return_tensors"));
    all.end();
  }
}
