package dev.nemesis.data.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import dev.nemesis.text.TextFile;
import dev.nemesis.text.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The keys and values of a declaration, or of a map in one. */
final class DeclaredKeys {
  private final String file;
  private final String within; // "" or, in a map, its key and a dot
  private final JsonNode node;

  private DeclaredKeys(String file, String within, JsonNode node) {
    this.file = file;
    this.within = within;
    this.node = node;
  }

  static DeclaredKeys read(InputStream stream, String file) throws IOException {
    String called = "the dataset declaration " + file;
    JsonNode root =
        Yaml.read(
            TextFile.decode(stream.readAllBytes(), ErrorCode.DATASET, called),
            ErrorCode.DATASET,
            "read " + called);
    if (root.isMissingNode() || root.isNull()) {
      throw unusable(file, "it is empty");
    }
    if (!root.isObject()) {
      throw unusable(file, "it has no keys");
    }
    return new DeclaredKeys(file, "", root);
  }

  boolean has(String key) {
    return node.has(key);
  }

  /** Refuses keys that are not among these. */
  void allow(Collection<String> known) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw unusable(
                    "it has no key "
                        + within
                        + key
                        + Nearest.hint(key, known)
                        + " (keys: "
                        + known
                        + ")");
              }
            });
  }

  /** A text; a number is one too. */
  String text(String key) {
    return optionalText(key).orElseThrow(() -> unusable("it lacks the key " + within + key));
  }

  Optional<String> optionalText(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull() || value.asText("x").isBlank()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      throw unusable("its key " + within + key + " is no text");
    }
    return Optional.of(value.asText());
  }

  Optional<Double> number(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isNumber()) {
      throw unusable("its key " + within + key + " is no number");
    }
    return Optional.of(value.doubleValue());
  }

  /** A whole number from 0. */
  Optional<Integer> count(String key) {
    Optional<Double> number = number(key);
    if (number.filter(n -> n < 0 || n != Math.rint(n) || n > Integer.MAX_VALUE).isPresent()) {
      throw unusable("its key " + within + key + " is no whole number from 0");
    }
    return number.map(Double::intValue);
  }

  List<String> texts(String key) {
    JsonNode value = node.path(key);
    List<String> texts = new ArrayList<>();
    if (!value.isMissingNode() && !value.isArray()) {
      throw unusable("its key " + within + key + " is no list");
    }
    value.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  Optional<DeclaredKeys> map(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw unusable("its key " + within + key + " is no map, such as {key: value}");
    }
    return Optional.of(new DeclaredKeys(file, within + key + ".", value));
  }

  InputException unusable(String why) {
    return unusable(file, why);
  }

  private static InputException unusable(String file, String why) {
    return InputException.cannot(
        ErrorCode.DATASET, "use the dataset declaration " + file + ": " + why);
  }
}
