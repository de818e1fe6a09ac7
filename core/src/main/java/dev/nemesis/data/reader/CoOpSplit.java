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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A split file of CoOp ({@code split_zhou_*.json}): {@code {"train": [[path, label, class name],
 * ...], "val": [...], "test": [...]}}.
 *
 * @param file its name in the dataset's folder
 */
public record CoOpSplit(String file) implements SplitReader {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> PARTS = Set.of("train", "val", "test");

  @Override
  public Splits read(DatasetHome home) {
    return read(home.file(file), home.hadoop());
  }

  @Override
  public String needs() {
    return file;
  }

  /**
   * Reads a split file through Hadoop's file system.
   *
   * @throws InputException naming the file, and the entry or position, if it is missing, malformed,
   *     has no train or test images, leaves a label out, or gives one label two names
   */
  public static Splits read(Path file, Configuration hadoop) {
    JsonNode root = parse(file, hadoop);
    for (Map.Entry<String, JsonNode> other : root.properties()) {
      if (!PARTS.contains(other.getKey()) && other.getValue().isArray()) {
        throw unusable(
            file, "it has the list \"" + other.getKey() + "\"; it should have train, val and test");
      }
    }
    ClassNames names = new ClassNames();
    List<LabeledImage> train = entries(file, root, "train", names);
    List<LabeledImage> val = entries(file, root, "val", names);
    List<LabeledImage> test = entries(file, root, "test", names);
    if (train.isEmpty() || test.isEmpty()) {
      throw unusable(file, "its " + (train.isEmpty() ? "train" : "test") + " list is empty");
    }
    if (names.hole() >= 0) {
      throw unusable(
          file, "no entry has label " + names.hole() + ", though labels go on to higher ones");
    }
    return Splits.listed(names.inOrder(), train, val, test);
  }

  private static JsonNode parse(Path file, Configuration hadoop) {
    try {
      return JSON.readTree(DatasetHome.text(file, hadoop, "split file"));
    } catch (JsonProcessingException e) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "read the split file %s: not JSON at line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private static List<LabeledImage> entries(
      Path file, JsonNode root, String part, ClassNames names) {
    JsonNode list = root.path(part);
    if (!list.isArray()) {
      throw unusable(file, "it has no list \"" + part + "\"; it needs train, val and test");
    }
    List<LabeledImage> images = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      String where = part + "[" + i + "]";
      LabeledImage image = entry(file, where, list.get(i));
      String name = list.get(i).get(2).textValue();
      String other = names.other(image.label(), name);
      if (other != null) {
        throw unusable(
            file,
            "%s calls label %d \"%s\", entries before it call it \"%s\""
                .formatted(where, image.label(), name, other));
      }
      images.add(image);
    }
    return images;
  }

  private static LabeledImage entry(Path file, String where, JsonNode entry) {
    boolean wellFormed =
        entry.isArray()
            && entry.size() == 3
            && entry.get(0).isTextual()
            && entry.get(1).canConvertToExactIntegral()
            && entry.get(1).canConvertToInt()
            && entry.get(1).intValue() >= 0
            && entry.get(2).isTextual()
            && !entry.get(2).textValue().isBlank();
    if (!wellFormed) {
      throw unusable(
          file, "%s is %s and not [path, label from 0, class name]".formatted(where, brief(entry)));
    }
    String path = entry.get(0).textValue();
    if (!ImagePath.isBelow(path)) {
      throw unusable(file, where + ": " + ImagePath.refusal(path));
    }
    return new LabeledImage(path, entry.get(1).intValue());
  }

  private static String brief(JsonNode entry) {
    String text = entry.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private static InputException unusable(Path file, String why) {
    return InputException.cannot(ErrorCode.DATASET, "use the split file " + file + ": " + why);
  }
}
