package dev.nemesis.spark.report.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * Details of cells as the page keeps them: some cells together, compressed, as text; a browser
 * unpacks those that somebody looks at.
 */
final class DetailChunks {
  /** More compress no better, and take longer to open. */
  private static final int CELLS = 25;

  private final Writer page;
  private final StringBuilder chunk = new StringBuilder();
  private int number;
  private int cells;

  DetailChunks(Writer page) {
    this.page = page;
  }

  /** Where a cell's details lie. */
  record Place(int chunk, int index) {}

  /** Adds one cell's, a JSON object. */
  Place add(String json) throws IOException {
    if (cells == CELLS) {
      end();
    }
    chunk.append(cells == 0 ? "[" : ",").append(json);
    return new Place(number, cells++);
  }

  /** Writes what is left. */
  void end() throws IOException {
    if (cells == 0) {
      return;
    }
    chunk.append("]");
    page.write("<script type=\"text/plain\" id=\"details-" + number + "\">");
    page.write(packed(chunk.toString()));
    page.write("</script>\n");
    chunk.setLength(0);
    cells = 0;
    number++;
  }

  private static String packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
