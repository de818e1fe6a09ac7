package dev.nemesis.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A split file of CoOp ({@code split_zhou_*.json}): {@code {"train": [[path, label, class name],
 * ...], "val": [...], "test": [...]}}.
 *
 * @param classNames in label order
 * @param train at least one image
 * @param val may be empty
 * @param test at least one image
 * @param digest SHA-256 (hex) of class names, paths and labels; white space in the file and the
 *     order of its three lists do not count, the order within a list does
 */
public record CoOpSplit(
    List<String> classNames,
    List<LabeledImage> train,
    List<LabeledImage> val,
    List<LabeledImage> test,
    String digest) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public CoOpSplit {
    classNames = List.copyOf(classNames);
    train = List.copyOf(train);
    val = List.copyOf(val);
    test = List.copyOf(test);
  }

  /**
   * Reads a split file through Hadoop's file system.
   *
   * @throws InputException naming the file, and the entry or position, if it is missing, malformed,
   *     has no train or test images, leaves a label out, or gives one label two names
   */
  public static CoOpSplit read(Path file) {
    JsonNode root = parse(file);
    Map<Integer, String> names = new TreeMap<>();
    List<LabeledImage> train = entries(file, root, "train", names);
    List<LabeledImage> val = entries(file, root, "val", names);
    List<LabeledImage> test = entries(file, root, "test", names);
    if (train.isEmpty() || test.isEmpty()) {
      throw unusable(file, "its " + (train.isEmpty() ? "train" : "test") + " list is empty");
    }
    int label = 0;
    for (int named : names.keySet()) {
      if (named != label) {
        throw unusable(
            file, "no entry has label " + label + ", though labels go on to higher ones");
      }
      label++;
    }
    List<String> classNames = List.copyOf(names.values());
    return new CoOpSplit(
        classNames, train, val, test, digest(List.of(classNames, train, val, test)));
  }

  /**
   * SHA-256 (hex) of what the digest is of and of the images' lengths, so that one that was mended
   * or replaced makes another dataset. The contents are not read: they may be hundreds of gigabytes
   * far away, and a listing has the lengths.
   *
   * @param lengths of every image in bytes, by path
   */
  String digest(Map<String, Long> lengths) {
    List<Long> inOrder =
        Stream.of(train, val, test)
            .flatMap(List::stream)
            .map(image -> lengths.get(image.path()))
            .toList();
    return digest(List.of(digest, inOrder));
  }

  private static JsonNode parse(Path file) {
    try (InputStream stream = file.getFileSystem(new Configuration()).open(file)) {
      return JSON.readTree(stream);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "find the split file " + file + ": there is no such file", e);
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
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "read the split file " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<LabeledImage> entries(
      Path file, JsonNode root, String part, Map<Integer, String> names) {
    JsonNode list = root.path(part);
    if (!list.isArray()) {
      throw unusable(file, "it has no list \"" + part + "\"; it needs train, val and test");
    }
    List<LabeledImage> images = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      String where = part + "[" + i + "]";
      LabeledImage image = entry(file, where, list.get(i));
      String name = list.get(i).get(2).textValue();
      String known = names.putIfAbsent(image.label(), name);
      if (known != null && !known.equals(name)) {
        throw unusable(
            file,
            "%s calls label %d \"%s\", entries before it call it \"%s\""
                .formatted(where, image.label(), name, known));
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
    if (path.isBlank() || path.startsWith("/") || List.of(path.split("/")).contains("..")) {
      throw unusable(
          file,
          "%s: the path \"%s\" does not lead below the images' folder".formatted(where, path));
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

  private static String digest(List<?> content) {
    try {
      byte[] canonical = JSON.writeValueAsBytes(content);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot digest a split", e); // strings, numbers, a JDK digest
    }
  }
}
