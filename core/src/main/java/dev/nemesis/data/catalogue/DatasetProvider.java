package dev.nemesis.data.catalogue;

import dev.nemesis.data.Dataset;
import java.util.List;

/** A family of datasets known by name: those declared in files, or those drawn by a program. */
public interface DatasetProvider {
  /** The names it can open. */
  List<String> names();

  /**
   * Opens one of its datasets.
   *
   * @param name one of {@link #names()}
   * @param dataRoot the folder or URI below which datasets on disk lie; null or blank if none was
   *     given, which is enough for drawn ones
   * @throws dev.nemesis.error.InputException if its files are missing or malformed
   */
  Dataset open(String name, String dataRoot);

  /** Whether its datasets lie below a data root. */
  default boolean needsRoot() {
    return false;
  }

  /** Returns the name of one of its datasets in tables and figures. */
  default String title(String name) {
    return name;
  }

  /**
   * One of its datasets as it should be, by what is known without any file; drawn ones are as they
   * are.
   *
   * @throws dev.nemesis.error.InputException if that is not declared
   */
  default Dataset assumed(String name) {
    return open(name, null);
  }
}
