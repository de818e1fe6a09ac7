package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import dev.nemesis.file.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a grid from its tree, in which nothing names another file any more. */
final class GridReading {
  /** Keys beside those of a part. */
  static final List<String> TOP =
      List.of("name", "weights", "vocab", "data", "only", GridIncludes.GRIDS);

  /** The pattern of a grid's name. */
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private static final List<String> LOCATIONS = List.of("root", "declarations");
  private static final String BROKEN_IMAGES = "broken_images";
  static final List<String> DATA = List.of("root", "declarations", BROKEN_IMAGES);
  static final GridValue POLICY = GridValue.oneOf("fail", "skip");
  private static final String FILE = "file";
  private static final String CONFIG = "config";
  private static final List<String> DESCRIBED = List.of(FILE, CONFIG);
  private static final String VOCABULARY = "bpe_simple_vocab_16e6.txt.gz";

  private final String where;
  private final ObjectNode root;

  /**
   * Prepares.
   *
   * @param where what to call the file in errors
   * @param root changed: its paths become absolute
   */
  GridReading(String where, ObjectNode root) {
    this.where = where;
    this.root = root;
  }

  GridFile grid() {
    List<String> keys = new ArrayList<>(TOP);
    keys.addAll(GridPartReading.KEYS);
    known(root, root.has(GridIncludes.GRIDS) ? TOP : keys, "");
    String name = named(required("name"));
    GridWeights weights = weights();
    String vocab = vocab(weights);
    ObjectNode data = object("data");
    known(data, DATA, "data.");
    LOCATIONS.forEach(key -> location(data, key));
    List<GridPart> parts = parts(name, weights);
    return new GridFile(
        name,
        weights.locations(),
        weights.configsByName(),
        vocab,
        data.path("root").asText(null),
        data.path("declarations").asText(null),
        brokenImages(data),
        parts,
        GridYaml.write(root));
  }

  private List<GridPart> parts(String name, GridWeights weights) {
    List<GridPart> parts = new ArrayList<>();
    JsonNode grids = root.path(GridIncludes.GRIDS);
    if (grids.isMissingNode()) {
      parts.add(new GridPartReading(where, root, weights).part(name, root));
    }
    for (JsonNode grid : grids) {
      ObjectNode member = (ObjectNode) grid; // GridIncludes made it so
      String called = named(member.path("name").asText(name));
      List<String> keys = new ArrayList<>(GridPartReading.KEYS);
      keys.add("name");
      keys.add("only");
      String in = where + ", its grid " + called;
      new GridReading(in, member).known(member, keys, "");
      parts.add(new GridPartReading(in, root, weights).part(called, member));
      if (parts.stream().mapToLong(part -> part.cells().size()).sum() > CellExpansion.MOST) {
        throw cannot(
            "grids of more than %,d cells".formatted(CellExpansion.MOST), "give fewer of them");
      }
    }
    if (parts.stream().allMatch(part -> part.cells().isEmpty())) {
      throw cannot("rules or only that leave no cell", "let them leave some");
    }
    return GridTargets.merged(parts);
  }

  private String named(String name) {
    if (!name.matches(NAME)) {
      throw cannot("name: " + name, "give letters, digits, dots, dashes and underscores");
    }
    return name;
  }

  private GridWeights weights() {
    JsonNode node = root.path("weights");
    Map<String, String> configs = new LinkedHashMap<>();
    if (node instanceof ObjectNode map && !map.isEmpty() && !map.has(FILE)) {
      Map<String, String> files = new LinkedHashMap<>();
      for (String backbone : List.copyOf(fieldNames(map))) {
        String called = "weights." + backbone;
        if (map.get(backbone) instanceof ObjectNode described) {
          files.put(backbone, described(described, called + ".", configs));
        } else {
          absolute(map, backbone, called);
          files.put(backbone, map.path(backbone).textValue());
        }
      }
      GridWeights weights = new GridWeights(null, files, configs);
      List<String> given = files.values().stream().filter(file -> file != null).toList();
      if (weights.locations().size() < given.size()) {
        throw cannot(
            "weights of one place by two names: " + given,
            "give each backbone weights of its own, or leave one name out");
      }
      return weights;
    }
    String file = GridFile.MINI;
    if (node instanceof ObjectNode described && described.has(FILE)) {
      file = described(described, "weights.", configs);
    } else {
      location(root, "weights");
      file = root.path("weights").asText(file);
    }
    Set<String> backbones = new LinkedHashSet<>();
    for (JsonNode value : root.findValues(Setting.BACKBONE.key())) {
      (value.isArray() ? value : List.of(value)).forEach(one -> backbones.add(one.asText()));
    }
    if (root.has("weights") && backbones.size() > 1) {
      throw cannot(
          "one file of weights for backbones " + String.join(", ", backbones),
          "give a file for each, weights." + backbones.iterator().next() + " and so on");
    }
    return new GridWeights(file, Map.of(), configs);
  }

  private static List<String> fieldNames(ObjectNode map) {
    return map.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** A file of weights with what is said of it besides. */
  private String described(ObjectNode weights, String prefix, Map<String, String> configs) {
    known(weights, DESCRIBED, prefix);
    location(weights, FILE);
    if (!weights.has(FILE)) {
      throw cannot(prefix + CONFIG + " without " + prefix + FILE, "give the file it is about");
    }
    String file = weights.path(FILE).textValue();
    JsonNode config = weights.path(CONFIG);
    if (config.isObject()) {
      configs.put(file, config.toString());
    } else {
      absolute(weights, CONFIG, prefix + CONFIG);
      if (weights.path(CONFIG).isTextual()) {
        configs.put(file, weights.path(CONFIG).textValue());
      }
    }
    return file;
  }

  /** Published weights have one vocabulary, which is looked for beside them. */
  private String vocab(GridWeights weights) {
    location(root, "vocab");
    if (root.has("vocab")) {
      return root.path("vocab").asText();
    }
    return weights.locations().values().stream()
        .filter(file -> !file.equals(GridFile.MINI))
        .findFirst()
        .map(file -> file.substring(0, file.lastIndexOf('/') + 1) + VOCABULARY)
        .orElse(GridFile.MINI);
  }

  private BrokenImages brokenImages(ObjectNode data) {
    JsonNode node = data.path(BROKEN_IMAGES);
    if (node.isMissingNode() || node.isNull()) {
      return BrokenImages.FAIL;
    }
    Object policy = POLICY.read().apply(node);
    if (policy == null) {
      throw cannot("data." + BROKEN_IMAGES + ": " + GridYaml.plain(node), "give " + POLICY.right());
    }
    return BrokenImages.valueOf(policy.toString().toUpperCase(Locale.ROOT));
  }

  private void known(ObjectNode object, Collection<String> keys, String prefix) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = entry.getKey();
      if (keys.contains(key)) {
        continue;
      }
      if (prefix.isEmpty() && GridPartReading.KEYS.contains(key)) {
        throw cannot(key + " beside grids", "give it in one of the grids, or in what they include");
      }
      throw InputException.cannot(
          ErrorCode.GRID,
          "use %s: there is no key %s%s"
              .formatted(where, prefix + key, instead(key, keys, prefix)));
    }
  }

  /** The end of a message about what is no key; keys of settings may have been meant as well. */
  private static String instead(String key, Collection<String> keys, String prefix) {
    boolean top = prefix.isEmpty();
    if (top && Setting.of(key) != null) {
      return "; the nearest is settings." + key;
    }
    return Nearest.of(key, keys)
        .map(near -> prefix + near)
        .or(
            () ->
                top ? Setting.nearest(key).map(near -> "settings." + near.key()) : Optional.empty())
        .map(near -> "; the nearest is " + near)
        .orElse("; keys are " + String.join(", ", keys));
  }

  private ObjectNode object(String key) {
    JsonNode node = root.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return root.objectNode();
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw cannot(key + ": " + GridYaml.plain(node), "give a map of keys and values");
  }

  /** Makes a path absolute with {@link #absolute}, and removes the key of an absent value. */
  private void location(ObjectNode object, String key) {
    if (object.path(key).isNull()) {
      object.remove(key);
    } else {
      absolute(object, key, key);
    }
  }

  /** Makes a path absolute, in the tree itself, so that the grid can be read again anywhere. */
  private void absolute(ObjectNode object, String key, String called) {
    JsonNode node = object.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw cannot(called + ": " + GridYaml.plain(node), "give a path");
    }
    String text = node.textValue();
    if (!text.equals(GridFile.MINI) && !Location.isUri(text)) {
      object.put(key, Path.of(text).toAbsolutePath().normalize().toString());
    }
  }

  private String required(String key) {
    JsonNode node = root.path(key);
    if (node.isMissingNode() || node.isNull() || node.asText().isBlank()) {
      throw InputException.cannot(ErrorCode.GRID, "use " + where + " without " + key + "; add it");
    }
    return node.asText();
  }

  private InputException cannot(String what, String right) {
    return InputException.cannot(ErrorCode.GRID, "use " + what + " in " + where + "; " + right);
  }
}
