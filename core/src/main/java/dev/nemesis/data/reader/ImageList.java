package dev.nemesis.data.reader;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

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
          String text = home.text(name, "list of images");
          boolean json = name.toLowerCase(Locale.ROOT).endsWith(".json");
          List<Row> rows = json ? ofJson(file, text) : ofCsv(file, text, part);
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

  private static List<Row> ofCsv(Path file, String text, String ofFile) {
    List<String> columns = new ArrayList<>(List.of("path", "label", "class_name"));
    if (ofFile.isEmpty()) {
      columns.add("split");
    }
    return CsvRows.of(text, columns, (line, why) -> unusable(file, "line " + line + ": " + why))
        .stream()
        .map(row -> new Row("line " + row.line(), row.values()::get))
        .toList();
  }

  private static List<Row> ofJson(Path file, String text) {
    JsonNode list;
    try {
      list = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw unusable(
          file,
          "not JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
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
              column -> {
                JsonNode value = entry.path(column);
                return value.isValueNode() && !value.isNull() ? value.asText() : null;
              }));
    }
    return rows;
  }

  private static InputException unusable(Path file, String why) {
    return InputException.cannot(ErrorCode.DATASET, "use the list of images " + file + ": " + why);
  }
}
