package dev.nemesis.spark.table;

import dev.nemesis.error.StorageFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Cells that were trained together are finished together. Their files are first written as one,
 * {@code finished/<bundle>.<unique>.zip}, so that a task killed between two of them leaves all or
 * none: whoever comes next puts the rest where they belong, and no cell is trained again, in other
 * company, because its neighbour was committed and it was not.
 */
public final class FinishedBundles {
  /** Folder of bundles whose cells are being put in their places. */
  public static final String FOLDER = "finished";

  private static final String UNIQUE = "\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.zip";

  /** The record that a ZIP without a comment ends with. */
  private static final int END_BYTES = 22;

  private static final Pattern NAME = Pattern.compile(".+" + UNIQUE);

  private FinishedBundles() {}

  /** Commits cells of one bundle, all of them even if this process ends in between. */
  public static void commit(OutFolder out, String bundle, List<CellFile> cells) throws IOException {
    if (cells.size() < 2) {
      for (CellFile cell : cells) {
        CellFiles.commit(out, cell);
      }
      return;
    }
    String name = FOLDER + "/" + bundle + "." + UUID.randomUUID() + ".zip";
    out.commit(name, zip(cells));
    for (CellFile cell : cells) {
      CellFiles.commit(out, cell);
    }
    out.delete(name);
  }

  /**
   * Outcome of recovering bundles that were left half committed.
   *
   * @param whole how many had all of their cells, which are in their places now
   * @param damaged the others' files: what of them was whole is in its place, and they are aside
   */
  public record Recovered(int whole, List<DamagedFiles.Damaged> damaged) {}

  /** Puts the cells of bundles that were left half committed in their places. */
  public static Recovered recover(OutFolder out) {
    return recover(out, NAME);
  }

  /** Puts the cells of one bundle in their places if it was left half committed. */
  public static Recovered recover(OutFolder out, String bundle) {
    return recover(out, Pattern.compile(Pattern.quote(bundle) + UNIQUE));
  }

  private static Recovered recover(OutFolder out, Pattern of) {
    List<DamagedFiles.Damaged> damaged = new ArrayList<>();
    int whole = 0;
    for (String name : out.names(FOLDER)) {
      if (of.matcher(name).matches()) {
        Optional<String> fault = publish(out, FOLDER + "/" + name);
        whole += fault.isEmpty() ? 1 : 0;
        fault.ifPresent(
            reason ->
                damaged.add(
                    new DamagedFiles.Damaged(
                        FOLDER + "/" + name,
                        reason,
                        "those of its cells that are whole are in their places")));
      }
    }
    DamagedFiles.moveAside(out, damaged);
    return new Recovered(whole, damaged);
  }

  /** Whether a task was killed while it committed, and nobody has put that right yet. */
  public static boolean areLeft(OutFolder out) {
    return out.names(FOLDER).stream().anyMatch(NAME.asMatchPredicate());
  }

  /** Commits the cells of a file; returns its fault, empty if it was whole or is gone already. */
  private static Optional<String> publish(OutFolder out, String name) {
    try {
      byte[] zip = out.bytes(name);
      Optional<String> fault = commitCells(out, zip);
      if (fault.isEmpty()) {
        out.delete(name);
      }
      return fault;
    } catch (FileNotFoundException e) {
      return Optional.empty(); // its own task has done it meanwhile
    } catch (IOException e) {
      throw StorageFault.cannot("commit the cells of " + name + " in " + out.location(), e);
    }
  }

  private static Optional<String> commitCells(OutFolder out, byte[] file) throws IOException {
    int cells = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      ZipEntry cell;
      while ((cell = next(zip)) != null) {
        byte[] content = content(zip);
        boolean isWhole = content != null && Seal.isOn(content) && Seal.isUnbroken(content);
        if (!isWhole || !CellFiles.CELL.matcher(cell.getName()).matches()) {
          return Optional.of("what it calls %s is no cell".formatted(cell.getName()));
        }
        out.commit(CellFiles.CELLS + "/" + cell.getName(), content);
        cells++;
      }
    }
    return cells == announced(file) ? Optional.empty() : Optional.of("it is cut short");
  }

  /** The next cell; none where the file goes on otherwise than a ZIP does. */
  private static ZipEntry next(ZipInputStream zip) {
    try {
      return zip.getNextEntry();
    } catch (IOException | IllegalArgumentException e) { // a name that is no UTF-8
      return null;
    }
  }

  /** Returns the content of the current entry; null if it is cut short or damaged. */
  private static byte[] content(ZipInputStream zip) {
    try {
      return zip.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }

  /** How many a ZIP says at its end that it has; -1 where there is no such end. */
  private static int announced(byte[] file) {
    int end = file.length - END_BYTES;
    boolean isEnd =
        end >= 0
            && file[end] == 'P'
            && file[end + 1] == 'K'
            && file[end + 2] == 5
            && file[end + 3] == 6;
    return isEnd ? (file[end + 10] & 0xff) | (file[end + 11] & 0xff) << 8 : -1;
  }

  private static byte[] zip(List<CellFile> cells) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0); // Parquet is compressed already
      for (CellFile cell : cells) {
        zip.putNextEntry(new ZipEntry(cell.path().substring(CellFiles.CELLS.length() + 1)));
        zip.write(cell.content());
      }
    }
    return bytes.toByteArray();
  }
}
