package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code --set key=value}: one value of a grid file given on the command line. */
final class GridOverride {
  /** Keys outside axes and settings. */
  static final List<String> TOP =
      List.of("name", "weights", "vocab", "data.root", "data.declarations", "data.broken_images");

  /** Maps whose keys are the grid's own. */
  private static final Set<String> OF_MAPS = Set.of("weights.", "only.");

  /** Keys of a part that are neither axis nor setting. */
  private static final Set<String> OF_PART = Set.of("corrupt", "bundle");

  private GridOverride() {}

  /**
   * Changes the tree; whatever it said about the key before no longer counts, in any of its grids,
   * presets and rules.
   */
  static void apply(ObjectNode root, String set) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      throw InputException.cannot(
          ErrorCode.GRID, "use --set " + set + "; give key=value, e.g. --set axes.seed=[1,2]");
    }
    String key = set.substring(0, equals).strip();
    JsonNode value = GridYaml.value(set, set.substring(equals + 1));
    int dot = key.indexOf('.');
    if (TOP.contains(key) || OF_MAPS.contains(key.substring(0, dot + 1))) {
      ObjectNode owner = dot < 0 ? root : object(root, key.substring(0, dot));
      owner.set(key.substring(dot + 1), value);
      return;
    }
    String bare = key.startsWith("axes.") || key.startsWith("settings.") ? afterDot(key) : key;
    GridKey known = GridKey.of(bare);
    boolean ofPart = OF_PART.contains(key);
    if (known == null && !ofPart && !bare.equals(GridPartReading.PRESET)) {
      String nearest = Nearest.to(bare, GridKey.keys());
      throw InputException.cannot(
          ErrorCode.GRID,
          "use --set " + set + ": there is no key " + key + "; the nearest is " + nearest);
    }
    boolean axis =
        key.startsWith("axes.")
            || (key.equals(bare) && value.isArray() && (known == null || known.canBeAxis()));
    for (ObjectNode part : parts(root)) {
      if (ofPart) {
        part.set(key, value);
      } else {
        apply(part, bare, value, axis);
      }
    }
  }

  private static void apply(ObjectNode part, String key, JsonNode value, boolean axis) {
    part.path("presets").forEach(preset -> remove(preset, key));
    part.path(GridIncludes.RULES).forEach(rule -> remove(rule.path("set"), key));
    object(part, axis ? "settings" : "axes").remove(key);
    object(part, axis ? "axes" : "settings")
        .set(key, axis && !value.isArray() ? part.arrayNode().add(value) : value);
  }

  private static void remove(JsonNode map, String key) {
    if (map instanceof ObjectNode object) {
      object.remove(key);
    }
  }

  /** The grids of a grid made of grids, or the grid itself. */
  private static List<ObjectNode> parts(ObjectNode root) {
    List<ObjectNode> parts = new ArrayList<>();
    root.path(GridIncludes.GRIDS).forEach(grid -> parts.add((ObjectNode) grid));
    return parts.isEmpty() ? List.of(root) : parts;
  }

  private static ObjectNode object(ObjectNode root, String key) {
    return root.get(key) instanceof ObjectNode object ? object : root.putObject(key);
  }

  private static String afterDot(String key) {
    return key.substring(key.indexOf('.') + 1);
  }
}
