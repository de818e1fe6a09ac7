package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.tensor.SafetensorsHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A file met on the walk. Of its content what is asked for is read, and once. */
public final class WalkedFile {
  private final Path path;
  private Optional<JsonNode> json;
  private Optional<SafetensorsHeader> header;

  WalkedFile(Path path) {
    this.path = path;
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Its name without folders. */
  public String name() {
    return path.getFileName().toString();
  }

  /** A file of that name beside it, there or not. */
  public Path beside(String name) {
    return path.resolveSibling(name);
  }

  /** Whether there is a file of that name beside it. */
  public boolean has(String name) {
    return Files.isRegularFile(beside(name));
  }

  /**
   * Reads the file if it is a {@code .json} file; otherwise empty.
   *
   * @throws dev.nemesis.error.InputException if it is one by its name alone
   */
  public Optional<JsonNode> json() {
    if (json == null) {
      json = endsWith(".json") ? Optional.of(RecordedJson.read(path)) : Optional.empty();
    }
    return json;
  }

  /**
   * Reads the file's header if it is a {@code .safetensors} file; otherwise empty.
   *
   * @throws dev.nemesis.error.InputException if it is one by its name alone
   */
  public Optional<SafetensorsHeader> safetensors() {
    if (header == null) {
      header =
          endsWith(".safetensors") ? Optional.of(SafetensorsHeader.read(path)) : Optional.empty();
    }
    return header;
  }

  private boolean endsWith(String extension) {
    return name().toLowerCase(Locale.ROOT).endsWith(extension);
  }
}
