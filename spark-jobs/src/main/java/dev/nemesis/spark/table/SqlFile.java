package dev.nemesis.spark.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A query that lies in {@code conf/sql} as a file, for users to read and change.
 *
 * @param name below that folder
 */
public record SqlFile(String name) {
  /** Accuracy by setting, dataset and shots (table A5). */
  public static final SqlFile FEW_SHOT = new SqlFile("few_shot.sql");

  /** How often a corrupted prompt beats the learned one (figure 1(b)). */
  public static final SqlFile LOW_NORM_EFFECT = new SqlFile("low_norm_effect.sql");

  /** Origins of the results of two grids, where they differ. */
  public static final SqlFile COMPARE_ORIGINS = new SqlFile("compare/origins.sql");

  /** Two grids by cell. */
  public static final SqlFile COMPARE_CELLS = new SqlFile("compare/cells.sql");

  /** Two grids by setting. */
  public static final SqlFile COMPARE_SETTINGS = new SqlFile("compare/settings.sql");

  /** Cost of a training step, beside the paper's (table A8). */
  static final SqlFile BENCH_A8 = new SqlFile("bench_a8.sql");

  /** Cost of PAN by the number of positions, beside the paper's (table A9). */
  static final SqlFile BENCH_A9 = new SqlFile("bench_a9.sql");

  /** The definition of a view. */
  static SqlFile view(String table) {
    return new SqlFile("views/" + table + ".sql");
  }

  /** The query. */
  public String text() {
    try (InputStream in = SqlFile.class.getResourceAsStream("/sql/" + name)) {
      if (in == null) {
        throw new IllegalStateException("The program was built without conf/sql/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
