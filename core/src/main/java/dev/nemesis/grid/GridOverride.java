package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.util.List;

/** {@code --set key=value}: one value of a grid file given on the command line. */
final class GridOverride {
  /** Keys outside axes and settings. */
  static final List<String> TOP =
      List.of("name", "weights", "vocab", "data.root", "data.declarations", "data.broken_images");

  private GridOverride() {}

  /** Changes the tree; whatever it said about the key before no longer counts. */
  static void apply(ObjectNode root, String set) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      throw InputException.cannot(
          ErrorCode.GRID, "use --set " + set + "; give key=value, e.g. --set axes.seed=[1,2]");
    }
    String key = set.substring(0, equals).strip();
    JsonNode value = GridYaml.value(set, set.substring(equals + 1));
    if (TOP.contains(key)) {
      int dot = key.indexOf('.');
      ObjectNode owner = dot < 0 ? root : object(root, key.substring(0, dot));
      owner.set(key.substring(dot + 1), value);
      return;
    }
    String bare = key.startsWith("axes.") || key.startsWith("settings.") ? afterDot(key) : key;
    GridKey known = GridKey.of(bare);
    if (known == null) {
      String nearest = Nearest.to(bare, GridKey.keys());
      throw InputException.cannot(
          ErrorCode.GRID,
          "use --set " + set + ": there is no key " + key + "; the nearest is " + nearest);
    }
    boolean axis =
        key.startsWith("axes.") || (key.equals(bare) && value.isArray() && known.canBeAxis());
    object(root, axis ? "settings" : "axes").remove(bare);
    object(root, axis ? "axes" : "settings")
        .set(bare, axis && !value.isArray() ? root.arrayNode().add(value) : value);
  }

  private static ObjectNode object(ObjectNode root, String key) {
    return root.get(key) instanceof ObjectNode object ? object : root.putObject(key);
  }

  private static String afterDot(String key) {
    return key.substring(key.indexOf('.') + 1);
  }
}
