package dev.nemesis.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.weights.PromptCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code nemesis export-prompt}. The checkpoint lies where CoOp's {@code load_model(directory,
 * epoch)} looks for it and has what that reads. The embedded start tokens and class names that
 * CoOp's own checkpoints also hold ({@code token_prefix}, {@code token_suffix}) are not written:
 * CoOp's loader drops them and makes them anew from its dataset's class names.
 */
@Command(
    name = "export-prompt",
    description = {
      "Writes the prompt of a finished cell as safetensors and as CoOp's checkpoint.",
      "They are DIR/prompt.safetensors and DIR/prompt_learner/model.pth.tar-EPOCHS,",
      "where CoOp's load_model(DIR, EPOCHS) looks. Overwrites nothing; needs no Spark."
    })
final class ExportPromptCommand implements Callable<Integer> {
  private static final String SAFETENSORS = "prompt.safetensors";

  @Mixin private CellOptions cellOptions;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "Folder to write to, made where there is none; a path or a URI.")
  private String location;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CellResult result = cellOptions.read();
    PromptCheckpoint checkpoint = checkpoint(result);
    String ofCoOp = "prompt_learner/model.pth.tar-" + checkpoint.epoch();
    OutFolder to = new SparkOptions().folder(location);
    refuseIfThere(to, SAFETENSORS);
    refuseIfThere(to, ofCoOp);
    write(to, SAFETENSORS, Safetensors.write(checkpoint.state(), metadata(result)));
    write(to, ofCoOp, checkpoint.write());
    PrintWriter out = spec.commandLine().getOut();
    out.printf("prompt of %s, attempt %d%n", result.cellId(), result.attempt());
    checkpoint
        .state()
        .forEach((name, t) -> out.printf("  %-24s %s%n", name, Arrays.toString(t.shape())));
    out.printf("safetensors    %s/%s%n", to.location(), SAFETENSORS);
    out.printf("for CoOp       %s/%s%n", to.location(), ofCoOp);
    out.flush();
    return 0;
  }

  private static PromptCheckpoint checkpoint(CellResult result) {
    Cell cell = result.cell();
    boolean ofSets = cell.method() == Method.PLOT || cell.prompt().classSpecific();
    return CellOptions.prompt(result).checkpoint(cell.optimizer().epochs(), ofSets);
  }

  private static void refuseIfThere(OutFolder to, String file) {
    if (to.exists(file)) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "write " + file + " in " + to.location() + ": it is there already; give another folder");
    }
  }

  private static void write(OutFolder to, String file, byte[] content) {
    try {
      if (!to.commit(file, content)) {
        refuseIfThere(to, file); // another writer was quicker
      }
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "write "
              + file
              + " in "
              + to.location()
              + ": "
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + "; give a folder that can be written",
          e);
    }
  }

  /** What a reader of the file alone would want to know. */
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
    metadata.put("method", word(cell.method()));
    metadata.put("ctx_len", prompt.ctxLen());
    metadata.put("class_token_position", word(prompt.classTokenPosition()));
    metadata.put("class_specific", prompt.classSpecific());
    metadata.put("prompts", prompt.prompts());
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
