package dev.nemesis.clip.declared;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.file.RegularFile;
import dev.nemesis.text.TextFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The configuration files of a model, on any Hadoop file system: those beside its weights, and one
 * that is named. All of them count; two that say otherwise are refused.
 */
public final class ConfigFiles {
  /** The name it has in open_clip's hub. */
  public static final String OPEN_CLIP = "open_clip_config.json";

  /** Hugging Face's name of it, and many other programs' of theirs. */
  public static final String HUGGING_FACE = "config.json";

  private static final String PREPROCESSOR = "preprocessor_config.json";
  private static final int LONGEST = 1 << 22;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ConfigFiles() {}

  /**
   * Reads what is beside a file of weights, or in a folder of them.
   *
   * @param weights on any Hadoop file system
   * @param config null, or what else is said: a file, or such a file's content, which begins with a
   *     brace
   * @throws InputException if a file cannot be read, contradicts another, or says of the model what
   *     is not computed here
   */
  public static Declaration of(String weights, String config, Configuration hadoop) {
    Declaration.Builder all = new Declaration.Builder();
    try {
      Path location = Location.path(weights);
      FileSystem files = location.getFileSystem(hadoop);
      Path folder =
          files.exists(location) && files.getFileStatus(location).isDirectory()
              ? location
              : location.getParent();
      beside(files, folder == null ? new Path(".") : folder, all);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "look for a configuration beside " + weights + ": " + e.getMessage(),
          e);
    }
    if (config != null) {
      named(config, hadoop, all);
    }
    return all.build();
  }

  private static void beside(FileSystem files, Path folder, Declaration.Builder all)
      throws IOException {
    Optional<JsonNode> openClip = read(files, new Path(folder, OPEN_CLIP));
    if (openClip.isPresent()) {
      add(new Path(folder, OPEN_CLIP).toString(), openClip.get(), all);
    }
    Path theirs = new Path(folder, HUGGING_FACE);
    Optional<JsonNode> huggingFace = read(files, theirs);
    if (huggingFace.isPresent() && HuggingFace.is(huggingFace.get())) {
      HuggingFace.read(theirs.toString(), huggingFace.get(), all);
      Path processor = new Path(folder, PREPROCESSOR);
      read(files, processor).ifPresent(node -> Preprocessor.read(processor.toString(), node, all));
    }
  }

  private static void named(String config, Configuration hadoop, Declaration.Builder all) {
    if (config.startsWith("{")) {
      add("the grid's config", parse("the grid's config", config), all);
      return;
    }
    try {
      Path file = Location.path(config);
      JsonNode node =
          read(file.getFileSystem(hadoop), file)
              .orElseThrow(() -> new FileNotFoundException(config));
      add(config, node, all);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(ErrorCode.WEIGHTS, "find the configuration " + config, e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS, "read the configuration " + config + ": " + e.getMessage(), e);
    }
  }

  private static void add(String name, JsonNode node, Declaration.Builder all) {
    if (OpenClip.is(node)) {
      OpenClip.read(name, node, all);
    } else if (HuggingFace.is(node)) {
      HuggingFace.read(name, node, all);
    } else {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "use "
              + name
              + " as a configuration of CLIP: it has none of open_clip's keys (model_cfg, quick_gelu,"
              + " vision_cfg, text_cfg, preprocess_cfg) and none of Hugging Face's (vision_config,"
              + " text_config)");
    }
  }

  private static Optional<JsonNode> read(FileSystem files, Path file) throws IOException {
    if (!files.exists(file) || !files.getFileStatus(file).isFile()) {
      return Optional.empty();
    }
    byte[] content = RegularFile.bytes(files, file, LONGEST);
    return Optional.of(
        parse(
            file.toString(),
            TextFile.decode(content, ErrorCode.WEIGHTS, "the configuration " + file)));
  }

  private static JsonNode parse(String name, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw InputException.cannot(
            ErrorCode.WEIGHTS, "read the configuration " + name + ": it is no JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "read the configuration "
              + name
              + " as JSON: "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
  }
}
