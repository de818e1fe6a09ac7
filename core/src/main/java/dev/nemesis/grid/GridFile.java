package dev.nemesis.grid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RefusedFileException;
import dev.nemesis.file.RegularFile;
import dev.nemesis.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
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
 * include: common.yaml          # a file whose keys count where this one has none; optional
 * axes: {dataset: [mini-shapes, mini-colours], shots: [1, 16], seed: [1, 2, 3]}
 * settings: {loss: pan, omega: 10}
 * </pre>
 *
 * Local paths are relative to the folder the program was started in, and absolute here. What a file
 * says nothing about has the value of the published code ({@link Setting}). Every key is in {@code
 * docs/grids.md}.
 *
 * @param name of the grid; an output folder belongs to one name
 * @param weights where the CLIP weights lie, or {@code mini}, by the cells' backbone; without those
 *     that are yet to be given
 * @param configs what is said of weights besides, by the cells' backbone: a configuration file, or
 *     its content, a JSON object; without those of which nothing is said
 * @param vocab {@code mini} or where the byte-pair vocabulary lies
 * @param dataRoot folder that holds the datasets' folders; null if none is given
 * @param declarations folder with declarations of further datasets; null if none is given
 * @param brokenImages what becomes of images that cannot be read
 * @param parts at least one; a grid of several has the cells of all of them
 * @param yaml the file as it counts, with overrides in place and paths absolute; {@link #parse}
 *     reads it back to an equal grid
 */
public record GridFile(
    String name,
    Map<String, String> weights,
    Map<String, String> configs,
    String vocab,
    String dataRoot,
    String declarations,
    BrokenImages brokenImages,
    List<GridPart> parts,
    String yaml) {
  /** The weights, vocabulary and datasets that ship with the program. */
  public static final String MINI = "mini";

  public GridFile {
    weights = Map.copyOf(weights);
    configs = Map.copyOf(configs);
    parts = List.copyOf(parts);
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
      byte[] content = RegularFile.bytes(Path.of(path), RegularFile.MOST_TEXT);
      text = TextFile.decode(content, ErrorCode.GRID, "grid file " + path);
    } catch (RefusedFileException e) {
      throw InputException.cannot(
          ErrorCode.GRID, "read grid file " + path + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.GRID, "read grid file " + path + ": give a YAML file that exists", e);
    }
    return parse("grid file " + path, text, GridIncludes.folder(Path.of(path)), sets);
  }

  /**
   * Parses the text of a grid file, like {@link #read}.
   *
   * @param where what to call it in errors, e.g. {@code grid file mini.yaml}
   */
  public static GridFile parse(String where, String text, List<String> sets) {
    return parse(where, text, Path.of("").toAbsolutePath(), sets);
  }

  /** Parses the text of a grid file whose paths are relative to a folder. */
  static GridFile parse(String where, String text, Path folder, List<String> sets) {
    Declarations.requireUsable();
    ObjectNode root = GridIncludes.resolve(where, GridYaml.read(where, text), folder);
    for (String set : sets) {
      GridOverride.apply(root, set);
    }
    String overridden =
        sets.isEmpty() ? where : where + " with --set " + String.join(" --set ", sets);
    return new GridReading(overridden, root).grid();
  }

  /** Every cell once, in the order of the parts. */
  public List<Cell> cells() {
    return parts.stream().flatMap(part -> part.cells().stream()).distinct().toList();
  }

  /**
   * SHA-256 of the grid as it counts; white space, comments, the order of keys and the spelling of
   * numbers do not.
   */
  public String digest() {
    return CanonicalJson.digest(GridYaml.read("grid " + name, yaml));
  }

  /** The datasets the cells are trained or tested on. */
  public Set<String> datasets() {
    Set<String> datasets = new LinkedHashSet<>();
    for (Cell cell : cells()) {
      datasets.add(cell.dataset());
      datasets.addAll(cell.targets());
    }
    return datasets;
  }
}
