package dev.nemesis.spark.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.grid.Provenance;
import dev.nemesis.method.LearnedPrompt;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The soft prompt of a finished cell as a file that other programs read. */
public final class PromptFile {
  private PromptFile() {}

  /**
   * Returns what a cell learned as a checkpoint with the arrays' names, CoOp's with CoOp's shapes.
   *
   * @param result of a cell that learned something
   */
  public static PromptCheckpoint checkpoint(CellResult result) {
    Cell cell = result.cell();
    boolean ofSets =
        cell.prompt() != null
            && (cell.prompt().classSpecific() || cell.method().equals(Method.PLOT));
    return new LearnedPrompt(result.learned()).checkpoint(cell.optimizer().epochs(), ofSets);
  }

  /** The {@link #checkpoint} as safetensors, its metadata saying where it is from. */
  public static byte[] safetensors(CellResult result) {
    return Safetensors.write(checkpoint(result).state(), metadata(result));
  }

  /** Returns the metadata of the file: the cell's settings, accuracy and provenance. */
  private static Map<String, String> metadata(CellResult result) {
    Cell cell = result.cell();
    PromptSpec prompt = cell.prompt();
    Provenance from = result.provenance();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("cell_id", result.cellId());
    metadata.put("attempt", result.attempt());
    metadata.put("backbone", cell.backbone());
    metadata.put("weights_digest", from.weightsDigest());
    metadata.put("dataset", cell.dataset());
    metadata.put("dataset_digest", from.datasetDigest());
    metadata.put("classes", cell.classes().word());
    metadata.put("method", cell.method().name());
    if (prompt != null) {
      metadata.put("ctx_len", prompt.ctxLen());
      metadata.put("class_token_position", word(prompt.classTokenPosition()));
      metadata.put("class_specific", prompt.classSpecific());
      metadata.put("prompts", prompt.prompts());
    }
    metadata.put("loss", cell.lossLabel());
    metadata.put("shots", cell.shots());
    metadata.put("seed", cell.seed());
    metadata.put("epochs", cell.optimizer().epochs());
    metadata.put("cell", json(cell));
    metadata.put("test_accuracy", result.accuracy());
    metadata.put("program", "nemesis " + from.program());
    metadata.put("djl", from.djl());
    metadata.put("pytorch", from.pytorch());
    metadata.put("java", from.java());
    metadata.put("device", from.device());
    metadata.put("started_at", from.startedAt());
    metadata.put("finished_at", from.finishedAt());
    Map<String, String> texts = new LinkedHashMap<>();
    metadata.forEach((key, value) -> texts.put(key, value.toString()));
    return texts;
  }

  private static String json(Cell cell) {
    try {
      return new ObjectMapper().writeValueAsString(cell);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A cell is plain JSON", e);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
