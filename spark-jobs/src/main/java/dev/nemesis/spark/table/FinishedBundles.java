package dev.nemesis.spark.table;

import dev.nemesis.error.StorageFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
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
   * Puts the cells of bundles that were left half committed in their places.
   *
   * @return how many bundles there were
   */
  public static int recover(OutFolder out) {
    return recover(out, "");
  }

  /** The same for one bundle. */
  public static int recover(OutFolder out, String bundle) {
    List<String> left = out.names(FOLDER).stream().filter(name -> name.startsWith(bundle)).toList();
    left.forEach(name -> publish(out, FOLDER + "/" + name));
    return left.size();
  }

  /** Whether a task was killed while it committed, and nobody has put that right yet. */
  public static boolean areLeft(OutFolder out) {
    return !out.names(FOLDER).isEmpty();
  }

  private static void publish(OutFolder out, String name) {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.bytes(name)))) {
      for (ZipEntry cell = zip.getNextEntry(); cell != null; cell = zip.getNextEntry()) {
        out.commit(CellFiles.CELLS + "/" + cell.getName(), zip.readAllBytes());
      }
    } catch (FileNotFoundException e) {
      return; // its own task has done it meanwhile
    } catch (IOException e) {
      throw StorageFault.cannot("commit the cells of " + name + " in " + out.location(), e);
    }
    out.delete(name);
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
