package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
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
  private static final List<String> OF_PART = List.of("corrupt", "bundle");

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
    Setting known = Setting.of(bare);
    boolean ofPart = OF_PART.contains(key);
    if (known == null && !ofPart && !bare.equals(GridPartReading.PRESET)) {
      throw cannot(set, "there is no key " + key + instead(key, bare));
    }
    boolean axis =
        key.startsWith("axes.")
            || (key.equals(bare) && value.isArray() && (known == null || known.canBeAxis()));
    if (known != null) {
      check(set, key, known, value, axis);
    }
    for (ObjectNode part : parts(root)) {
      if (ofPart) {
        part.set(key, value);
      } else {
        apply(part, bare, value, axis);
      }
    }
  }

  /** Here it is still known that the command line gave the value, and not the file. */
  private static void check(String set, String key, Setting known, JsonNode value, boolean axis) {
    boolean isList = axis && value.isArray();
    if (isList && value.isEmpty()) {
      throw cannot(set, "give at least one value, each " + known.right());
    }
    for (JsonNode one : isList ? value : List.of(value)) {
      if (known.read(one) == null) {
        String text = value.asText("");
        boolean meantAsList = known.canBeAxis() && value.isTextual() && text.contains(",");
        throw cannot(
            set,
            (isList ? GridYaml.plain(one) + " in it: give " : "give ")
                + known.right()
                + (meantAsList ? "; a list is --set " + key + "=[" + text + "]" : ""));
      }
    }
  }

  private static String instead(String key, String bare) {
    List<String> beside = new ArrayList<>(TOP);
    beside.addAll(OF_PART);
    beside.add(GridPartReading.PRESET);
    return Setting.nearest(key, beside)
        .or(() -> Setting.nearest(bare).map(Setting::key))
        .map(near -> "; the nearest is " + near)
        .orElse(Setting.instead(bare) + ", " + String.join(", ", beside));
  }

  private static InputException cannot(String set, String why) {
    return InputException.cannot(ErrorCode.GRID, "use --set " + set + ": " + why);
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
