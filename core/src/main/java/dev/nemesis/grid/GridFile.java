package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A grid file, checked and multiplied out.
 *
 * <pre>
 * name: mini
 * weights: mini                 # or a file: local, hdfs://, s3a://
 * vocab: mini                   # or a bpe_simple_vocab_16e6.txt.gz
 * data: {root: DIR, declarations: DIR, broken_images: skip}   # optional
 * axes: {dataset: [mini-shapes, mini-colours], shots: [1, 16], seed: [1, 2, 3]}
 * settings: {loss: pan, omega: 10}
 * </pre>
 *
 * Local paths are relative to the folder the program was started in, and absolute here. What a file
 * says nothing about has the value of the published code ({@link PaperDefaults}). Every key is in
 * {@code docs/grids.md}.
 *
 * @param name of the grid; an output folder belongs to one name
 * @param weights {@code mini} or where the CLIP weights lie
 * @param vocab {@code mini} or where the byte-pair vocabulary lies
 * @param dataRoot folder that holds the datasets' folders; null if none is given
 * @param declarations folder with declarations of further datasets; null if none is given
 * @param brokenImages what becomes of images that cannot be read
 * @param cells in the order of the file, canonical, no two equal
 * @param yaml the file as it counts, with overrides in place and paths absolute; {@link #parse}
 *     reads it back to an equal grid
 */
public record GridFile(
    String name,
    String weights,
    String vocab,
    String dataRoot,
    String declarations,
    BrokenImages brokenImages,
    List<Cell> cells,
    String yaml) {
  /** The weights, vocabulary and datasets that ship with the program. */
  public static final String MINI = "mini";

  private static final List<String> TOP =
      List.of("name", "weights", "vocab", "data", "axes", "settings");
  private static final List<String> LOCATIONS = List.of("root", "declarations");
  private static final String BROKEN_IMAGES = "broken_images";
  private static final List<String> DATA = List.of("root", "declarations", BROKEN_IMAGES);
  private static final GridValue POLICY = GridValue.oneOf("fail", "skip");

  public GridFile {
    cells = List.copyOf(cells);
  }

  /**
   * Reads a grid file.
   *
   * @param path on the local disk
   * @param sets overrides {@code key=value}, the value in YAML, the key dotted ({@code data.root},
   *     {@code settings.epochs}, {@code axes.seed}) or a bare key of axes and settings, which
   *     becomes an axis if the value is a list and a setting otherwise
   * @throws InputException if the file cannot be read, or anything in it is not right
   */
  public static GridFile read(String path, List<String> sets) {
    String text;
    try {
      text = Files.readString(Path.of(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.GRID, "read grid file " + path + ": give a YAML file that exists", e);
    }
    return parse("grid file " + path, text, sets);
  }

  /**
   * As {@link #read}, from the text of a file.
   *
   * @param where what to call it in errors, e.g. {@code grid file mini.yaml}
   */
  public static GridFile parse(String where, String text, List<String> sets) {
    ObjectNode root = GridYaml.read(where, text);
    for (String set : sets) {
      GridOverride.apply(root, set);
    }
    return new Reading(where, root).grid();
  }

  /**
   * SHA-256 of the grid as it counts; white space, comments, the order of keys and the spelling of
   * numbers do not.
   */
  public String digest() {
    return CanonicalJson.digest(GridYaml.read("grid " + name, yaml));
  }

  private record Reading(String where, ObjectNode root) {
    GridFile grid() {
      known(root, TOP, "");
      String name = required("name");
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw cannot("name: " + name, "give letters, digits, dots, dashes and underscores");
      }
      location(root, "weights");
      location(root, "vocab");
      String weights = root.path("weights").asText(MINI);
      if (!weights.equals(MINI) && !root.has("vocab")) {
        throw InputException.cannot(
            ErrorCode.GRID,
            "use weights: " + weights + " in " + where + " without their vocabulary; add vocab:");
      }
      ObjectNode data = object("data");
      known(data, DATA, "data.");
      LOCATIONS.forEach(key -> location(data, key));
      return new GridFile(
          name,
          weights,
          root.path("vocab").asText(MINI),
          data.path("root").asText(null),
          data.path("declarations").asText(null),
          brokenImages(data),
          cells(backbone(weights)),
          GridYaml.write(root));
    }

    private BrokenImages brokenImages(ObjectNode data) {
      JsonNode node = data.path(BROKEN_IMAGES);
      if (node.isMissingNode() || node.isNull()) {
        return BrokenImages.FAIL;
      }
      Object policy = POLICY.read().apply(node);
      if (policy == null) {
        String what = "data." + BROKEN_IMAGES + ": " + GridYaml.plain(node);
        throw cannot(what, "give " + POLICY.right());
      }
      return BrokenImages.valueOf(policy.toString().toUpperCase(Locale.ROOT));
    }

    private List<Cell> cells(String backbone) {
      Map<GridKey, List<Object>> axes = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> axis : object("axes").properties()) {
        GridKey key = key("axes.", axis.getKey());
        axes.put(key, axis(key, axis.getValue()));
      }
      Map<GridKey, Object> settings = new EnumMap<>(GridKey.class);
      for (Map.Entry<String, JsonNode> setting : object("settings").properties()) {
        GridKey key = key("settings.", setting.getKey());
        if (axes.containsKey(key)) {
          throw cannot(key.key() + " both in axes and in settings", "give it in one of them");
        }
        settings.put(key, value(key, "settings." + key.key(), setting.getValue()));
      }
      if (!axes.containsKey(GridKey.DATASET) && !settings.containsKey(GridKey.DATASET)) {
        throw missing("dataset, in axes or in settings");
      }
      return new CellExpansion(where, backbone).expand(axes, settings);
    }

    private List<Object> axis(GridKey key, JsonNode values) {
      String name = "axes." + key.key();
      if (!key.canBeAxis()) {
        throw cannot(name, "give " + key.key() + " in settings, it is one list for all cells");
      }
      if (!values.isArray()) {
        throw cannot(name + ": " + values, "give a list, each value " + key.right());
      }
      if (values.isEmpty()) {
        throw cannot(name + ": []", "give at least one value, each " + key.right());
      }
      List<Object> read = new ArrayList<>();
      values.forEach(value -> read.add(value(key, name, value)));
      return read;
    }

    private Object value(GridKey key, String name, JsonNode node) {
      Object value = key.read(node);
      if (value == null) {
        throw cannot(name + ": " + GridYaml.plain(node), "give " + key.right());
      }
      return value;
    }

    private GridKey key(String prefix, String name) {
      GridKey key = GridKey.of(name);
      if (key == null) {
        throw unknown(prefix + name, Nearest.to(name, GridKey.keys()));
      }
      return key;
    }

    private void known(ObjectNode object, Collection<String> keys, String prefix) {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        if (!keys.contains(entry.getKey())) {
          String nearest = Nearest.to(entry.getKey(), keys);
          boolean inner = prefix.isEmpty() && GridKey.of(entry.getKey()) != null;
          throw unknown(
              prefix + entry.getKey(), inner ? "settings." + entry.getKey() : prefix + nearest);
        }
      }
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

    /** Makes a path absolute, in the tree itself, so that the grid can be read again anywhere. */
    private void location(ObjectNode object, String key) {
      JsonNode node = object.path(key);
      if (node.isNull()) {
        object.remove(key);
      } else if (!node.isMissingNode()) {
        if (!node.isTextual() || node.textValue().isBlank()) {
          throw cannot(key + ": " + GridYaml.plain(node), "give a path");
        }
        String text = node.textValue();
        if (!text.equals(MINI) && !text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
          object.put(key, Path.of(text).toAbsolutePath().normalize().toString());
        }
      }
    }

    private String required(String key) {
      JsonNode node = root.path(key);
      if (node.isMissingNode() || node.isNull() || node.asText().isBlank()) {
        throw missing(key);
      }
      return node.asText();
    }

    private static String backbone(String weights) {
      String file = weights.substring(weights.lastIndexOf('/') + 1);
      int dot = file.lastIndexOf('.');
      return dot > 0 ? file.substring(0, dot) : file;
    }

    private InputException unknown(String key, String nearest) {
      return InputException.cannot(
          ErrorCode.GRID,
          "use " + where + ": there is no key " + key + "; the nearest is " + nearest);
    }

    private InputException missing(String key) {
      return InputException.cannot(ErrorCode.GRID, "use " + where + " without " + key + "; add it");
    }

    private InputException cannot(String what, String right) {
      return InputException.cannot(ErrorCode.GRID, "use " + what + " in " + where + "; " + right);
    }
  }

  /** The datasets the cells are trained or tested on. */
  public Set<String> datasets() {
    Set<String> datasets = new LinkedHashSet<>();
    for (Cell cell : cells) {
      datasets.add(cell.dataset());
      datasets.addAll(cell.targets());
    }
    return datasets;
  }
}
