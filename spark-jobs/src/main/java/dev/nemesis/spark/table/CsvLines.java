package dev.nemesis.spark.table;

import com.univocity.parsers.common.TextWritingException;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Rows as CSV that any reader of RFC 4180 takes: a value with a comma, a quote or a line break is
 * in quotes, null is nothing at all and an empty text is {@code ""}. Lines end with a line feed.
 */
public final class CsvLines implements AutoCloseable {
  private final CsvWriter writer;

  /** Writes to a writer, which {@link #close} closes. */
  public CsvLines(Writer to) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.getFormat().setQuoteEscape('"');
    settings.getFormat().setComment('\0'); // a value may start with '#'
    settings.setQuotationTriggers('"'); // beside commas and line breaks
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNullValue("");
    settings.setEmptyValue("\"\"");
    writer = new CsvWriter(to, settings);
  }

  /**
   * One line. Numbers are as Java writes them, which is read back as the same number.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void row(Object... values) {
    try {
      writer.writeRow(values);
    } catch (TextWritingException e) {
      throw new UncheckedIOException(
          e.getCause() instanceof IOException io ? io : new IOException(e));
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
