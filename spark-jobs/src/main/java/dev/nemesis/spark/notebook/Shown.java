package dev.nemesis.spark.notebook;

import static java.util.stream.Collectors.joining;

import dev.nemesis.spark.table.AlignedColumns;
import dev.nemesis.spark.table.Queries;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * How a cell's value shows below it: a chart as a picture, or a line where it has no data, rows as
 * a table, all else as text.
 */
final class Shown {
  /** Rows of a table; one that has more says so. */
  static final int ROWS = 100;

  private Shown() {}

  /** A value for Jupyter; null, which shows nothing, for null and for rows without columns. */
  static DisplayData of(Object value) {
    if (value instanceof Chart<?, ?> chart) {
      return picture(chart);
    }
    if (value instanceof Dataset<?> rows) {
      return rows.columns().length == 0 ? null : table(rows.toDF());
    }
    return value == null ? null : new DisplayData(String.valueOf(value));
  }

  private static DisplayData picture(Chart<?, ?> chart) {
    if (chart.getSeriesMap().isEmpty()) { // which XChart cannot draw
      return new DisplayData((chart.getTitle() + ": no data to draw").replaceFirst("^: ", ""));
    }
    try {
      byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
      DisplayData shown = new DisplayData(("Figure " + chart.getTitle()).strip());
      shown.putData(MIMEType.IMAGE_PNG, Base64.getEncoder().encodeToString(png));
      return shown;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DisplayData table(Dataset<Row> rows) {
    List<String[]> lines = Queries.answer(rows.limit(ROWS + 1));
    boolean isCut = lines.size() > 1 + ROWS;
    List<String[]> shown = isCut ? lines.subList(0, 1 + ROWS) : lines;
    String note = isCut ? "The first %d rows; there are more.".formatted(ROWS) : "";

    StringWriter text = new StringWriter();
    AlignedColumns.print(shown, new PrintWriter(text));
    DisplayData table = new DisplayData((text + note).stripTrailing());
    table.putHTML(
        "<table>\n<thead>\n"
            + row("th", shown.get(0))
            + "</thead>\n<tbody>\n"
            + shown.stream().skip(1).map(line -> row("td", line)).collect(joining())
            + "</tbody>\n</table>"
            + (isCut ? "\n<p>" + note + "</p>" : ""));
    return table;
  }

  private static String row(String tag, String[] texts) {
    return Arrays.stream(texts)
        .map(StringEscapeUtils::escapeHtml4)
        .map(text -> "<" + tag + ">" + text + "</" + tag + ">")
        .collect(joining("", "<tr>", "</tr>\n"));
  }
}
