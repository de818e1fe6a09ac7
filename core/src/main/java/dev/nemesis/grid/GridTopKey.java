package dev.nemesis.grid;

import java.util.Arrays;
import java.util.List;

/** The keys of a grid file outside its axes and settings, each with its meaning. */
enum GridTopKey {
  NAME("name", "of the grid; an output folder belongs to one name"),
  INCLUDE("include", "files whose keys count where this one has none of its own"),
  GRIDS("grids", "grids whose cells this one has together, each cell once"),
  ONLY("only", "of all cells, those that have one of the named values of each key"),
  WEIGHTS("weights", "CLIP's weights: a file, or a map from backbones to files"),
  WEIGHTS_FILE("weights.file", "a file of weights, where more is said of it"),
  WEIGHTS_CONFIG("weights.config", "what the tensors of weights do not tell"),
  VOCAB("vocab", "the byte-pair vocabulary that belongs to the weights"),
  DATA("data", "where datasets lie, and what becomes of images that cannot be read"),
  DATA_ROOT("data.root", "folder that holds the datasets' folders"),
  DATA_DECLARATIONS("data.declarations", "folder with declarations of further datasets"),
  DATA_BROKEN_IMAGES("data.broken_images", "what becomes of images that cannot be read"),
  PRESETS("presets", "values of several keys under one name, to choose from by preset"),
  PRESET("preset", "which presets; in axes or in settings, beside other keys"),
  AXES("axes", "keys with the values that are multiplied out, the last one varying fastest"),
  SETTINGS("settings", "keys with the value they have in all cells"),
  RULES("rules", "what is otherwise for some of the cells; applied in their order"),
  RULES_WHEN("rules.when", "which cells: those that have one of the named values of each key"),
  RULES_SET("rules.set", "values these cells have instead"),
  RULES_DROP("rules.drop", "whether these cells are left out"),
  CORRUPT(
      "corrupt",
      "has its trained prompts swept by REPLACE and RESCALE; how the noise's strength is meant"),
  BUNDLE("bundle", "the most of its cells that are trained together; timings need 1");

  private final String key;
  private final String meaning;

  GridTopKey(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** The key with the map it stands in, where that is not the file itself: {@code data.root}. */
  String key() {
    return key;
  }

  /** The key without the map it stands in. */
  String last() {
    return key.substring(key.indexOf('.') + 1);
  }

  /** The key's meaning in one line: how its row in {@code docs/grids.md} starts. */
  String meaning() {
    return meaning;
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(GridTopKey::key).toList();
  }
}
