package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Somebody who asks the tables again and again while the folder is written to, in this JVM: an
 * error, half a cell, two rows for one, or a cell that is gone again, and {@link #assertNoHarm}
 * says so.
 */
final class LoopingReader implements AutoCloseable {
  private static final String CELLS =
      """
      SELECT cell_id, count(*) AS rows, count(accuracy) AS accuracies, max(settings.epochs) AS epochs,
        max(size(epoch_rows)) AS epoch_rows, max(size(evaluation_rows)) AS evaluations
      FROM cells WHERE status <> 'missing' GROUP BY cell_id
      """;

  private final OutFolder out;
  private final Thread thread = new Thread(this::read, "reader");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Throwable harm;
  private int most;

  LoopingReader(Path out) {
    this.out = OutFolder.at(out.toString(), new Configuration());
    thread.start();
  }

  private void read() {
    try (SparkSession spark =
        Sessions.open("local[1]", Map.of("spark.sql.shuffle.partitions", "1"))) {
      do {
        look(spark);
      } while (!stopped.await(3, TimeUnit.SECONDS)); // leaves the run it watches the cores
      look(spark); // so that it has looked, however short the run was
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | AssertionError e) { // Spark's are not declared
      harm = e;
    }
  }

  private void look(SparkSession spark) throws IOException {
    CellViews.register(spark, out, GridVersions.planned(out));
    List<Row> cells = spark.sql(CELLS).collectAsList();
    assertThat(cells.size()).as("cells").isGreaterThanOrEqualTo(most);
    most = cells.size();
    for (Row cell : cells) {
      long epochs = cell.isNullAt(3) ? 0 : ((Number) cell.get(3)).longValue();
      assertThat(cell.getLong(1)).as("rows of %s", cell).isEqualTo(1);
      assertThat(cell.getLong(2)).as("accuracies of %s", cell).isEqualTo(1);
      assertThat((long) cell.getInt(4)).as("epochs of %s", cell).isEqualTo(epochs);
      assertThat(cell.getInt(5)).as("evaluations of %s", cell).isEqualTo(1);
    }
  }

  /** Stops, and fails if anything was seen that must not be. */
  void assertNoHarm() {
    close();
    if (harm != null) {
      throw new AssertionError("The reader met: " + harm.getMessage(), harm);
    }
    assertThat(most).as("cells seen").isPositive();
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
