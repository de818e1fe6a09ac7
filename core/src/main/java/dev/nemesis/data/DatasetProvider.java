package dev.nemesis.data;

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
}
