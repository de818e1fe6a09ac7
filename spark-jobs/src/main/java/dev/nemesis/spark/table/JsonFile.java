package dev.nemesis.spark.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;

/** Small JSON files of an output folder: one value each, and never nothing. */
public final class JsonFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonFile() {}

  /**
   * Reads one.
   *
   * @param otherwise what it is if it is not what it should be, and what to do then
   * @throws InputException if it is empty, {@code null}, cut short or of another kind
   */
  public static <T> T read(OutFolder out, String file, TypeReference<T> type, String otherwise) {
    return of(out, file, out.read(file), type, otherwise);
  }

  /** Parses the text of a file that was read already; otherwise as {@link #read}. */
  public static <T> T of(
      OutFolder out, String file, String text, TypeReference<T> type, String otherwise) {
    T value;
    try {
      value = JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw refused(out, file, otherwise, e);
    }
    if (value == null) {
      throw refused(out, file, otherwise, null);
    }
    return value;
  }

  private static InputException refused(
      OutFolder out, String file, String otherwise, Exception cause) {
    return InputException.cannot(
        ErrorCode.OUTPUT, "read %s in %s: %s".formatted(file, out.location(), otherwise), cause);
  }

  /**
   * Writes one, in place of the one that is there.
   *
   * @param value plain records, lists and maps
   */
  public static void replace(OutFolder out, String file, Object value) {
    out.replace(file, text(value));
  }

  /** The text of one. */
  public static String text(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Plain records are plain JSON", e);
    }
  }
}
