package dev.nemesis.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A reader of CSV that does what RFC 4180 says and forgives nothing. */
final class Rfc4180 {
  private Rfc4180() {}

  /**
   * Rows by the names in the first line, which all of them have to fill; null where there is
   * nothing between commas, not even quotes.
   */
  static List<Map<String, String>> rows(String text) {
    List<List<String>> lines = lines(text);
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (line.size() != lines.get(0).size()) {
        throw new AssertionError("A line of another length: " + line);
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < line.size(); i++) {
        row.put(lines.get(0).get(i), line.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<List<String>> lines(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder field = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      if (quoted) {
        at++;
        while (text.charAt(at) != '"' || (at + 1 < text.length() && text.charAt(at + 1) == '"')) {
          at += text.charAt(at) == '"' ? 1 : 0;
          field.append(text.charAt(at++));
        }
        at++;
      } else {
        while (",\n".indexOf(text.charAt(at)) < 0) {
          if ("\"\r".indexOf(text.charAt(at)) >= 0) {
            throw new AssertionError("A quote or line break that is not in quotes, at " + at);
          }
          field.append(text.charAt(at++));
        }
      }
      line.add(!quoted && field.isEmpty() ? null : field.toString());
      char end = text.charAt(at++);
      if (end == '\n') {
        lines.add(line);
        line = new ArrayList<>();
      } else if (end != ',') {
        throw new AssertionError("Something after a closing quote, at " + at);
      }
    }
    return lines;
  }
}
