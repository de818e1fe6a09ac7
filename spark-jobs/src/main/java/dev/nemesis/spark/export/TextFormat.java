package dev.nemesis.spark.export;

import dev.nemesis.spark.table.CsvLines;
import dev.nemesis.spark.table.Queries;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a table is written as one text file. */
public enum TextFormat {
  /** A header and a line a row; columns that hold others as JSON. */
  CSV {
    @Override
    long write(Dataset<Row> rows, Writer to) {
      long written = 0;
      try (CsvLines lines = new CsvLines(to)) {
        Dataset<Row> texts = Queries.asTexts(rows);
        lines.row((Object[]) texts.columns());
        for (Iterator<Row> row = texts.toLocalIterator(); row.hasNext(); ) {
          lines.row(texts(row.next()));
          written++;
        }
      }
      return written;
    }
  },

  /** A JSON object a line, with all columns. */
  JSONL {
    @Override
    long write(Dataset<Row> rows, Writer to) throws IOException {
      long written = 0;
      for (Iterator<String> row = Queries.asJson(rows).toLocalIterator(); row.hasNext(); ) {
        to.write(row.next());
        to.write('\n');
        written++;
      }
      return written;
    }
  };

  /** How the names of such files end. */
  String suffix() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes the rows, of which the driver holds one partition's at a time.
   *
   * @return how many there were
   */
  abstract long write(Dataset<Row> rows, Writer to) throws IOException;

  private static Object[] texts(Row row) {
    Object[] texts = new Object[row.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = row.get(i);
    }
    return texts;
  }
}
