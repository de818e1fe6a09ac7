package dev.nemesis.spark.table;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of results that are not what was written: cut short by a crash of the machine, changed, or
 * put there by somebody else. They are moved aside, and their cells count as not done.
 */
public final class DamagedFiles {
  /** Folder they are moved to, as {@code damaged/<folder>/<file>}. */
  public static final String FOLDER = "damaged";

  /** Files by the folder they are in; others, with other names, are nobody's business. */
  private enum Checked {
    CELLS(CellFiles.CELLS, CellFiles.CELL, CellResult.class),
    FAILURES(CellFiles.FAILURES, CellFiles.FAILURE, CellFailure.class),
    CORRUPTIONS(CorruptionFiles.FOLDER, CorruptionFiles.NAME, CorruptionResult.class);

    private final String folder;
    private final Pattern name;
    private final Class<? extends Record> row;

    Checked(String folder, Pattern name, Class<? extends Record> row) {
      this.folder = folder;
      this.name = name;
      this.row = row;
    }
  }

  private DamagedFiles() {}

  /**
   * One of them.
   *
   * @param file its name below the output folder
   * @param reason what is wrong with it
   * @param then what becomes of what it was of
   */
  public record Damaged(String file, String reason, String then) {
    /** The cell whose result it was to be; none for files of other kinds. */
    public Optional<String> cellId() {
      String folder = CellFiles.CELLS + "/";
      Matcher cell = CellFiles.CELL.matcher(file.substring(file.indexOf('/') + 1));
      return file.startsWith(folder) && cell.matches()
          ? Optional.of(cell.group(1))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return file + " is damaged: " + reason;
    }
  }

  /**
   * Reads every file of results, and finds those whose checksum is not that of their bytes, or,
   * where they have none, which are no file of their kind. What cannot be read because the storage
   * is away is not damaged.
   *
   * @throws InputException if the storage is away
   */
  public static List<Damaged> find(OutFolder out) {
    List<Damaged> damaged = new ArrayList<>();
    for (Checked kind : Checked.values()) {
      Stream<String> names =
          out.names(kind.folder).stream().filter(kind.name.asMatchPredicate()).parallel();
      names
          .map(name -> check(out, kind, name))
          .filter(Objects::nonNull)
          .forEachOrdered(damaged::add);
    }
    return damaged;
  }

  /** Moves files to {@value #FOLDER}. */
  public static void moveAside(OutFolder out, List<Damaged> damaged) {
    for (Damaged file : damaged) {
      String target = FOLDER + "/" + file.file();
      for (int i = 2; out.exists(target); i++) {
        target = FOLDER + "/" + file.file() + "." + i;
      }
      out.move(file.file(), target);
    }
  }

  private static Damaged check(OutFolder out, Checked kind, String name) {
    String file = kind.folder + "/" + name;
    byte[] bytes;
    try {
      bytes = out.bytes(file);
    } catch (FileNotFoundException e) {
      return null; // moved by another process
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "read %s in output folder %s: %s; run the same command when its storage is back, or delete it"
                  .formatted(file, out.location(), StorageFault.reason(e))
              + " to have its cell trained again",
          e);
    }
    if (Seal.isOn(bytes) && Seal.isUnbroken(bytes)) {
      return null;
    }
    try {
      RecordFromParquet.read(kind.row, bytes);
      return null; // of a program that wrote no checksums
    } catch (IOException e) {
      return new Damaged(file, e.getMessage(), "what it was of counts as not done");
    }
  }
}
