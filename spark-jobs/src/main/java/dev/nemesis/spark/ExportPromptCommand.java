package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.CellResult;
import dev.nemesis.spark.export.PromptFile;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.weights.PromptCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
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
      "They are DIR/prompt.safetensors and DIR/prompt_learner/model.pth.tar-EPOCHS, "
          + "where CoOp's load_model(DIR, EPOCHS) looks. Overwrites nothing; needs no Spark."
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
    PromptCheckpoint checkpoint = PromptFile.checkpoint(result);
    String ofCoOp = "prompt_learner/model.pth.tar-" + checkpoint.epoch();
    OutFolder to = new SparkOptions().folder(location);
    refuseIfThere(to, SAFETENSORS);
    refuseIfThere(to, ofCoOp);
    write(to, SAFETENSORS, PromptFile.safetensors(result));
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
}
