package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RefusedFileException;
import dev.nemesis.file.RegularFile;
import dev.nemesis.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts what a grid file names in the place of the names: {@code include:}, files whose keys count
 * where it has none of its own, and {@code grids:}, files whose cells it has together. What comes
 * out needs no other file. Each is read once, and what comes out is bounded: files that include one
 * another twice, 28 deep, would be 2^28.
 */
final class GridIncludes {
  static final String INCLUDE = "include";
  static final String GRIDS = "grids";
  static final String RULES = "rules";
  private static final String AXES = "axes";
  private static final String SETTINGS = "settings";

  /** Keys whose values are maps that complement one another, key by key. */
  private static final List<String> MAPS = List.of("weights", "data", "presets", AXES, SETTINGS);

  /** The keys that a grid made of grids has once for all of them. */
  private static final List<String> SHARED = List.of("weights", "vocab", "data");

  /** The most values of what comes out, those of a file counted each time it is included. */
  private static final int MOST_VALUES = 1_000_000;

  /** The most files that name one another in a row. */
  private static final int DEEPEST = 100;

  private final Map<Path, ObjectNode> read = new HashMap<>();
  private long values;

  private GridIncludes() {}

  /**
   * Resolves a file.
   *
   * @param where what to call it in errors
   * @param folder its paths are relative to
   */
  static ObjectNode resolve(String where, ObjectNode file, Path folder) {
    return new GridIncludes().resolve(where, file, folder, Set.of());
  }

  private ObjectNode resolve(String where, ObjectNode file, Path folder, Set<Path> including) {
    ObjectNode resolved = file.objectNode();
    for (Path included : paths(where, file, folder)) {
      merge(resolved, read(where, included, including));
    }
    ObjectNode own = file.deepCopy();
    own.remove(INCLUDE);
    merge(resolved, own);
    if (resolved.has(GRIDS)) {
      resolved.set(GRIDS, grids(where, resolved, folder, including));
    }
    return resolved;
  }

  /** Content of a file and its includes: a copy, for it is changed by what it is put into. */
  private ObjectNode read(String where, Path file, Set<Path> including) {
    Path real = real(file);
    if (including.contains(real)) {
      throw cannot(where, file + ", which names itself by way of others", "leave out one of them");
    }
    if (including.size() == DEEPEST) {
      throw cannot(
          where,
          file + ", the last of " + DEEPEST + " files in a row",
          "name it in one of the first");
    }
    ObjectNode resolved = read.get(real);
    if (resolved == null) {
      Set<Path> deeper = new LinkedHashSet<>(including);
      deeper.add(real);
      String name = "grid file " + file;
      resolved = resolve(name, GridYaml.read(name, text(where, file)), folder(file), deeper);
      read.put(real, resolved);
    }
    values += size(resolved);
    if (values > MOST_VALUES) {
      throw cannot(
          where,
          "%s: with what is included more than once there are more than %,d values"
              .formatted(file, MOST_VALUES),
          "include it fewer times");
    }
    return resolved.deepCopy();
  }

  private static String text(String where, Path file) {
    try {
      return TextFile.decode(
          RegularFile.bytes(file, RegularFile.MOST_TEXT), ErrorCode.GRID, "grid file " + file);
    } catch (RefusedFileException e) {
      throw InputException.cannot(
          ErrorCode.GRID,
          "read grid file " + file + ", named in " + where + ": " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.GRID,
          "read grid file " + file + ", named in " + where + ": give a YAML file that exists",
          e);
    }
  }

  /** The file itself, by whatever links it was reached. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) { // whoever reads it says why
      return file;
    }
  }

  private static long size(JsonNode tree) {
    long size = 1;
    for (JsonNode child : tree) {
      size += size(child);
    }
    return size;
  }

  /** The folder a grid file's paths are relative to. */
  static Path folder(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder == null ? file : folder;
  }

  private static List<Path> paths(String where, ObjectNode file, Path folder) {
    JsonNode include = file.path(INCLUDE);
    List<Path> paths = new ArrayList<>();
    if (include.isArray()) {
      include.forEach(path -> paths.add(path(where, INCLUDE, path, folder)));
    } else if (!include.isMissingNode() && !include.isNull()) {
      paths.add(path(where, INCLUDE, include, folder));
    }
    return paths;
  }

  private static Path path(String where, String key, JsonNode path, Path folder) {
    if (!path.isTextual() || path.textValue().isBlank()) {
      throw cannot(where, key + ": " + GridYaml.plain(path), "give paths of grid files");
    }
    return folder.resolve(path.textValue()).normalize();
  }

  private ArrayNode grids(String where, ObjectNode root, Path folder, Set<Path> including) {
    ArrayNode members = root.arrayNode();
    Set<String> own = new LinkedHashSet<>();
    for (String key : SHARED) {
      if (root.has(key)) {
        own.add(key);
        root.get(key).fieldNames().forEachRemaining(name -> own.add(key + "." + name));
      }
    }
    JsonNode grids = root.get(GRIDS);
    if (!grids.isArray() || grids.isEmpty()) {
      throw cannot(where, "grids: " + GridYaml.plain(grids), "give a list of grid files");
    }
    for (JsonNode grid : grids) {
      ObjectNode member =
          grid instanceof ObjectNode inline
              ? resolve(where, inline, folder, including)
              : read(where, path(where, GRIDS, grid, folder), including);
      if (member.has(GRIDS)) {
        member.get(GRIDS).forEach(members::add);
      } else {
        members.add(member);
      }
      hoist(where, root, member, own);
    }
    return members;
  }

  /**
   * Takes what is said once for all grids out of one of them.
   *
   * @param own keys the file that joins them has itself, which win
   */
  private static void hoist(String where, ObjectNode root, ObjectNode member, Set<String> own) {
    for (String key : SHARED) {
      JsonNode value = member.remove(key);
      if (value == null) {
        continue;
      }
      if (root.get(key) instanceof ObjectNode known && value instanceof ObjectNode map) {
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
          String name = key + "." + entry.getKey();
          hoist(where, known, entry.getKey(), entry.getValue(), own.contains(name), name);
        }
      } else {
        hoist(where, root, key, value, own.contains(key), key);
      }
    }
  }

  /**
   * Moves one grid's value of a key into the file that joins the grids; an empty value gives way to
   * one that is given elsewhere.
   */
  private static void hoist(
      String where, ObjectNode to, String key, JsonNode value, boolean own, String name) {
    JsonNode known = to.get(key);
    if (known == null || known.isNull()) {
      to.set(key, value);
    } else if (!own && !value.isNull() && !value.equals(known)) {
      throw cannot(
          where,
          "%s: %s of one of its grids and %s of another"
              .formatted(name, GridYaml.plain(known), GridYaml.plain(value)),
          "give " + name + " in this file");
    }
  }

  /** Lays a file over what it includes. */
  private static void merge(ObjectNode under, ObjectNode over) {
    for (String map : List.of(AXES, SETTINGS)) {
      over.path(map).fieldNames().forEachRemaining(name -> takeAway(under, map, name));
    }
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      String key = entry.getKey();
      JsonNode below = under.get(key);
      if (entry.getValue() instanceof ObjectNode map
          && MAPS.contains(key)
          && below instanceof ObjectNode object) {
        object.setAll(map);
        continue;
      }
      if (key.equals(RULES) && below instanceof ArrayNode first && entry.getValue().isArray()) {
        entry.getValue().forEach(first::add);
        continue;
      }
      under.set(key, entry.getValue());
    }
  }

  /** An axis takes the place of a setting of its name, and the other way round. */
  private static void takeAway(ObjectNode under, String map, String name) {
    if (under.get(map.equals(AXES) ? SETTINGS : AXES) instanceof ObjectNode object) {
      object.remove(name);
    }
  }

  private static InputException cannot(String where, String what, String right) {
    return InputException.cannot(ErrorCode.GRID, "use " + what + " in " + where + "; " + right);
  }
}
