package dev.nemesis.data.reader;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/**
 * Images listed one by one, in CSV with a header or in JSON: {@code path}, {@code label} from 0,
 * {@code class_name}, and {@code split} where one file has all.
 *
 * @param files by the split their images are of; one named {@code ""} says it of each image
 */
public record ImageList(Map<String, String> files) implements SplitReader {
  private static final List<String> PARTS = List.of("train", "val", "test");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** One image as it is written; a column that is missing is null. */
  private record Row(String where, Function<String, String> columns) {}

  public ImageList {
    files = new LinkedHashMap<>(files);
  }

  @Override
  public Splits read(DatasetHome home) {
    ClassNames names = new ClassNames();
    Map<String, List<LabeledImage>> parts = new LinkedHashMap<>();
    PARTS.forEach(part -> parts.put(part, new ArrayList<>()));
    files.forEach(
        (part, name) -> {
          Path file = home.file(name);
          byte[] content = home.content(name, "list of images");
          List<Row> rows = name.endsWith(".json") ? ofJson(file, content) : ofCsv(file, content);
          rows.forEach(row -> add(file, row, part, names, parts));
        });
    String all = String.join(", ", files.values());
    if (parts.get("test").isEmpty()) {
      throw unusable(home.file(all), "it has no image of the split test");
    }
    if (names.hole() >= 0) {
      throw unusable(
          home.file(all),
          "no image has label " + names.hole() + ", though labels go on to higher ones");
    }
    return Splits.listed(names.inOrder(), parts.get("train"), parts.get("val"), parts.get("test"));
  }

  @Override
  public String needs() {
    return String.join(", ", files.values());
  }

  private static void add(
      Path file, Row row, String ofFile, ClassNames names, Map<String, List<LabeledImage>> parts) {
    String part = ofFile.isEmpty() ? value(file, row, "split") : ofFile;
    List<LabeledImage> images = parts.get(part);
    if (images == null) {
      throw unusable(file, row.where + ": the split \"" + part + "\" is none of " + PARTS);
    }
    String path = value(file, row, "path");
    if (!ImagePath.isBelow(path)) {
      throw unusable(file, row.where + ": " + ImagePath.refusal(path));
    }
    String text = value(file, row, "label");
    if (!text.matches("\\d{1,9}")) {
      throw unusable(file, row.where + ": the label \"" + text + "\" is no whole number from 0");
    }
    int label = Integer.parseInt(text);
    String name = value(file, row, "class_name");
    String other = names.other(label, name);
    if (other != null) {
      throw unusable(
          file,
          "%s calls label %d \"%s\", images before it call it \"%s\""
              .formatted(row.where, label, name, other));
    }
    images.add(new LabeledImage(path, label));
  }

  private static String value(Path file, Row row, String column) {
    String value = row.columns.apply(column);
    if (value == null || value.isBlank()) {
      throw unusable(file, row.where + " has no " + column);
    }
    return value;
  }

  private static List<Row> ofCsv(Path file, byte[] content) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    settings.setLineSeparatorDetectionEnabled(true);
    CsvParser parser = new CsvParser(settings);
    List<Row> rows = new ArrayList<>();
    try {
      parser.beginParsing(new ByteArrayInputStream(content), StandardCharsets.UTF_8);
      for (Record record; (record = parser.parseNextRecord()) != null; ) {
        Record one = record;
        rows.add(
            new Row(
                "line " + parser.getContext().currentLine(),
                column -> one.getMetaData().containsColumn(column) ? one.getString(column) : null));
      }
      return rows;
    } catch (TextParsingException e) {
      throw unusable(file, "line " + (e.getLineIndex() + 1) + " is not CSV");
    } finally {
      parser.stopParsing();
    }
  }

  private static List<Row> ofJson(Path file, byte[] content) {
    JsonNode list;
    try {
      list = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw unusable(
          file,
          "not JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw unusable(file, e.getMessage());
    }
    if (!list.isArray()) {
      throw unusable(file, "it is no list of objects");
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode entry = list.get(i);
      rows.add(
          new Row(
              "[" + i + "]",
              column -> entry.path(column).isValueNode() ? entry.path(column).asText() : null));
    }
    return rows;
  }

  private static InputException unusable(Path file, String why) {
    return InputException.cannot(ErrorCode.DATASET, "use the list of images " + file + ": " + why);
  }
}
