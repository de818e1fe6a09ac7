package dev.nemesis.data.reader;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A CSV file with a header. Its separator is a comma, a semicolon or a tab: the one that the header
 * has most of its columns with. Every line that is not blank is a row, whatever it begins with;
 * white space around a value counts only in quotes, and a quote ends in its line.
 */
final class CsvRows {
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

  /**
   * One row.
   *
   * @param line its number in the file, from 1
   * @param values by column, in small letters; an empty one is missing
   */
  record Row(int line, Map<String, String> values) {}

  private final BiFunction<Integer, String, RuntimeException> refused;
  private final CsvParser parser;
  private final List<String> header;

  private CsvRows(
      int number,
      String line,
      List<String> columns,
      BiFunction<Integer, String, RuntimeException> refused) {
    this.refused = refused;
    parser = new CsvParser(settings(separator(line, columns)));
    header =
        Arrays.stream(values(number, line))
            .map(column -> column == null ? "" : column.strip().toLowerCase(Locale.ROOT))
            .toList();
    for (String column : columns) {
      if (!header.contains(column)) {
        throw refused.apply(
            number,
            "the header has no column %s; it should have %s, with commas, semicolons or tabs between"
                .formatted(column, String.join(", ", columns)));
      }
      if (header.indexOf(column) != header.lastIndexOf(column)) {
        throw refused.apply(number, "the header has the column " + column + " twice");
      }
    }
  }

  /**
   * Reads all rows.
   *
   * @param text with lines that end in {@code \n}
   * @param columns those it must have
   * @param refused makes the exception of a line's number and what is wrong with it
   */
  static List<Row> of(
      String text, List<String> columns, BiFunction<Integer, String, RuntimeException> refused) {
    List<Row> rows = new ArrayList<>();
    CsvRows reading = null;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (reading == null) {
        reading = new CsvRows(number, line, columns, refused);
      } else {
        rows.add(reading.row(number, line));
      }
    }
    return rows;
  }

  /** The separator that makes most of the columns of a header; a comma if none makes any. */
  private static char separator(String header, List<String> columns) {
    char best = SEPARATORS.get(0);
    long most = 0;
    for (char separator : SEPARATORS) {
      long known =
          Arrays.stream(header.split(String.valueOf(separator), -1))
              .map(column -> column.replace('"', ' ').strip().toLowerCase(Locale.ROOT))
              .filter(columns::contains)
              .count();
      if (known > most) {
        most = known;
        best = separator;
      }
    }
    return best;
  }

  /** Creates parser settings that leave nothing to the library's defaults. */
  private static CsvParserSettings settings(char separator) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(separator);
    settings.getFormat().setComment('\0'); // in no text file
    settings.setCommentProcessingEnabled(false);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    settings.setMaxColumns(10_000);
    settings.setMaxCharsPerColumn(-1); // as many as there are
    settings.setIgnoreLeadingWhitespaces(true);
    settings.setIgnoreTrailingWhitespaces(true);
    settings.setIgnoreLeadingWhitespacesInQuotes(false);
    settings.setIgnoreTrailingWhitespacesInQuotes(false);
    settings.setNullValue(null);
    settings.setEmptyValue(null);
    return settings;
  }

  private Row row(int number, String line) {
    String[] values = values(number, line);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        continue;
      }
      if (i >= header.size()) {
        throw refused.apply(
            number,
            "it has %d values and the header has %d columns; put quotes around a value with the separator in it"
                .formatted(values.length, header.size()));
      }
      row.put(header.get(i), values[i]);
    }
    return new Row(number, row);
  }

  private String[] values(int number, String line) {
    if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
      throw refused.apply(number, "a quote is not closed in its line");
    }
    try {
      String[] values = parser.parseLine(line);
      return values == null ? new String[0] : values;
    } catch (TextParsingException e) {
      throw refused.apply(number, "it is not CSV; double a quote that is part of a value");
    }
  }
}
