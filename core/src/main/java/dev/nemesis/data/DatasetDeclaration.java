package dev.nemesis.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * Where a dataset in CoOp's folder layout lies, as a YAML file says it.
 *
 * @param name as grid files name it
 * @param title as tables and figures print it
 * @param folder the dataset's folder below the data root
 * @param images the images' folder below {@code folder}; {@code "."} where paths start there
 * @param split the split file in {@code folder}
 */
record DatasetDeclaration(String name, String title, String folder, String images, String split) {
  private static final List<String> KEYS = List.of("name", "title", "folder", "images", "split");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads a declaration.
   *
   * @param file what error messages call it
   */
  static DatasetDeclaration read(InputStream stream, String file) throws IOException {
    DatasetDeclaration declared;
    try {
      declared = YAML.readValue(stream, DatasetDeclaration.class);
    } catch (UnrecognizedPropertyException e) {
      String key = e.getPropertyName();
      throw unusable(
          file, "it has no key " + key + Nearest.hint(key, KEYS) + " (keys: " + KEYS + ")");
    } catch (JsonProcessingException e) {
      throw unusable(file, e.getOriginalMessage().lines().findFirst().orElse("not YAML"));
    }
    if (declared == null) {
      throw unusable(file, "it is empty");
    }
    declared.require(file);
    return declared;
  }

  /** Opens the dataset below a data root, checking that every image of the split is there. */
  Dataset open(Path dataRoot) {
    Path home = new Path(dataRoot, folder);
    Path splitFile = new Path(home, split);
    CoOpSplit read = CoOpSplit.read(splitFile);
    PictureFiles pictures = PictureFiles.below(new Path(home, images));
    Map<String, Long> lengths = requireImages(splitFile, read, pictures);
    return new Dataset(
        name,
        read.classNames(),
        read.train(),
        read.val(),
        read.test(),
        pictures,
        read.digest(lengths));
  }

  /** The lengths of the split's images. */
  private static Map<String, Long> requireImages(
      Path splitFile, CoOpSplit split, PictureFiles pictures) {
    Map<String, List<LabeledImage>> parts = new LinkedHashMap<>();
    parts.put("train", split.train());
    parts.put("val", split.val());
    parts.put("test", split.test());
    Map<String, Long> lengths =
        pictures.lengths(
            parts.values().stream().flatMap(List::stream).map(LabeledImage::path).toList());
    parts.forEach(
        (part, images) -> {
          for (int i = 0; i < images.size(); i++) {
            String path = images.get(i).path();
            if (!lengths.containsKey(path)) {
              throw InputException.cannot(
                  ErrorCode.DATASET,
                  "find the image \"%s\" of %s[%d] in %s: there is no %s"
                      .formatted(path, part, i, splitFile, pictures.locate(path)));
            }
          }
        });
    return lengths;
  }

  private void require(String file) {
    List<String> values = Stream.of(name, title, folder, images, split).toList();
    for (int i = 0; i < KEYS.size(); i++) {
      if (values.get(i) == null || values.get(i).isBlank()) {
        throw unusable(file, "it lacks the key " + KEYS.get(i));
      }
    }
    if (!NAME.matcher(name).matches()) {
      throw unusable(
          file, "the name \"" + name + "\" is not made of small letters, digits and . _ -");
    }
  }

  private static InputException unusable(String file, String why) {
    return InputException.cannot(
        ErrorCode.DATASET, "use the dataset declaration " + file + ": " + why);
  }
}
