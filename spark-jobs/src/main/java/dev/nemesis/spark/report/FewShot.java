package dev.nemesis.spark.report;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.table.SqlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The few-shot results of a grid (the paper's table A5 and figure 2): each setting's accuracy on
 * each dataset, and on average over them, by shots.
 *
 * <p>What should be there is every setting on every dataset at every number of shots that the
 * results span, failed cells included; what of it has no result is a gap. A dataset, setting or
 * number of shots of which no cell has even been tried cannot be missed here.
 */
final class FewShot {
  private record Key(String dataset, Setting setting, int shots) {}

  private final Map<Key, Score> scores;
  private final List<Block> blocks;
  private final List<Setting> settings;
  private final List<Integer> shots;
  private final int seeds;
  private final int shorterCells;

  private FewShot(Set<Key> known, Map<Key, Score> scores, int seeds, int shorterCells) {
    this.scores = Map.copyOf(scores);
    this.seeds = seeds;
    this.shorterCells = shorterCells;
    SortedSet<String> datasets = new TreeSet<>();
    SortedSet<Setting> ordered = new TreeSet<>(Setting.ORDER);
    SortedSet<Integer> trained = new TreeSet<>();
    for (Key key : known) {
      if (key.dataset() != null) {
        datasets.add(key.dataset());
      }
      ordered.add(key.setting());
      if (!key.setting().isZeroShot()) {
        trained.add(key.shots());
      }
    }
    List<Block> all = new ArrayList<>();
    if (datasets.size() > 1) {
      all.add(new Block(null, datasets.size()));
    }
    datasets.forEach(dataset -> all.add(new Block(dataset, 1)));
    blocks = List.copyOf(all);
    settings = List.copyOf(ordered);
    shots = List.copyOf(trained);
  }

  /**
   * Asks the view {@code results} of a session.
   *
   * @throws InputException where it has no row
   */
  static FewShot read(SparkSession spark) {
    Set<Key> known = new HashSet<>();
    Map<Key, Score> scores = new HashMap<>();
    int seeds = 0;
    int shorter = 0;
    // The query uses the view several times; without this, each time opens every cell's file.
    Dataset<Row> results = spark.table("results").persist(StorageLevel.MEMORY_AND_DISK());
    try {
      for (Row answer : spark.sql(SqlFile.FEW_SHOT.text()).collectAsList()) {
        FewShotRow row = new FewShotRow(answer);
        Key key = new Key(row.dataset(), row.setting(), row.shots());
        known.add(key);
        row.score().ifPresent(score -> scores.put(key, score));
        seeds = row.seedsKnown();
        shorter = row.shorterCells();
      }
    } finally {
      results.unpersist();
    }
    if (scores.isEmpty()) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "report on this output folder: it has no finished cell of all classes yet; 'nemesis run'"
              + " makes them, and 'nemesis status' says how far it is"
              + " (conf/sql/base_to_new.sql is for cells of base classes)");
    }
    return new FewShot(known, scores, seeds, shorter);
  }

  /** The average, where there are datasets to average over, then the datasets by name. */
  List<Block> blocks() {
    return blocks;
  }

  /** Every setting, in reading order. */
  List<Setting> settings() {
    return settings;
  }

  /** Numbers of shots with a trained cell, rising; without zero-shot's 0. */
  List<Integer> shots() {
    return shots;
  }

  /** How many different seeds the trained cells have. */
  int seeds() {
    return seeds;
  }

  /** How many cells are left out because others of their dataset and shots were trained longer. */
  int shorterCells() {
    return shorterCells;
  }

  /** How many seeds a complete entry has: zero-shot needs one. */
  int seeds(Setting setting) {
    return setting.isZeroShot() ? 1 : seeds;
  }

  /** The shots at which a setting should have results: 0 for zero-shot, else {@link #shots()}. */
  List<Integer> shots(Setting setting) {
    return setting.isZeroShot() ? List.of(0) : shots;
  }

  /** The entry of the table, empty where there is no result. */
  Optional<Score> score(Block block, Setting setting, int shots) {
    return Optional.ofNullable(scores.get(new Key(block.dataset(), setting, shots)));
  }

  /** Whether an entry has every dataset and every seed it should have. */
  boolean isWhole(Score score, Block block, Setting setting) {
    return score.datasets() == block.datasets() && score.seeds() >= seeds(setting);
  }
}
