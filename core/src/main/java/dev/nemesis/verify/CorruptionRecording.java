package dev.nemesis.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.loss.Corruption;
import dev.nemesis.loss.Corruption.Operation;
import dev.nemesis.method.CoOp;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.train.CorruptionSweep;
import dev.nemesis.train.CorruptionSweep.Replacements;
import dev.nemesis.train.TestSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One learned prompt under every corruption of the paper. */
record CorruptionRecording(Trace trace) implements Recording {
  private static final double NORM = 1e-4;
  private static final double ACCURACY = 1e-3; // of percents recorded as float32
  private static final double LOGIT = 1e-3;

  @Override
  public String name() {
    return trace.name();
  }

  @Override
  public String compares() {
    return "corruptions: norms, accuracies, logits";
  }

  @Override
  public Set<Path> files() {
    return trace.files();
  }

  @Override
  public Verdict replay(Replay replay) {
    RecordedTensors tensors = trace.tensors();
    ClipModel model = replay.model(trace.weights());
    PromptSpec prompt = PromptSpec.generic(trace.count("/n_ctx"));
    RecordedPrompts prompts = RecordedPrompts.of(trace, tensors, false);
    int width = model.config().textWidth();
    TensorData ctx = tensors.get("ctx", prompt.ctxLen(), width);
    Features features = trace.features(tensors, "features", "labels", prompts.classNames().size());
    List<Corruption> corruptions = corruptions(prompt.ctxLen());
    Replacements replacements = new RecordedReplacements(tensors, width);
    List<Measure> measures = new ArrayList<>();
    try (NDManager manager = model.newManager();
        PromptText text = prompts.text(manager, model, prompt)) {
      PreparedMethod method = new CoOp().prepare(manager, model, prompt, text);
      CorruptionSweep sweep = new CorruptionSweep(model, method, List.of(ctx.toFloats()));
      TestSet test = new TestSet(manager, features);
      sweep.visit(
          List.of(CorruptionSweep.NONE),
          replacements,
          (first, encoded) -> {
            float[] logits = test.logits(method, encoded).toFloatArray();
            float[] recorded = tensors.get("logits").toFloats();
            measures.add(Measure.largest("logits", "uncorrupted", logits, recorded, LOGIT));
          });
      sweep.visit(
          corruptions,
          replacements,
          (first, encoded) -> compareMeans(measures, first, test.logits(method, encoded)));
      compare(measures, sweep.run(corruptions, replacements, test));
    }
    return Verdict.of(this, measures);
  }

  private List<Corruption> corruptions(int ctxLen) {
    List<Corruption> corruptions = new ArrayList<>();
    for (int i = 0; i < trace.json().get("rows").size(); i++) {
      String row = "/rows/" + i;
      String op = trace.need(row + "/op").asText();
      double position = trace.number(row + "/position");
      if (!List.of("replace", "rescale").contains(op) || position < 0 || position >= ctxLen) {
        throw trace.unusable(
            "row %d has op %s at position %s; known are replace and rescale at 0 to %d"
                .formatted(i, op, position, ctxLen - 1));
      }
      Operation operation = Operation.valueOf(op.toUpperCase(Locale.ROOT));
      corruptions.add(new Corruption(operation, trace.number(row + "/factor"), (int) position));
    }
    return corruptions;
  }

  /** The recorded sum of all logits, as the mean logit, which has the tolerance of one. */
  private void compareMeans(List<Measure> measures, int first, NDArray logits) {
    long each = logits.getShape().slice(1).size();
    float[] means =
        logits.reshape(logits.getShape().get(0), each).mean(new int[] {1}).toFloatArray();
    for (int i = 0; i < means.length; i++) {
      double recorded = trace.number("/rows/" + (first + i) + "/logits_sum") / each;
      String where = "row " + (first + i);
      measures.add(new Measure("mean logit", where, Math.abs(means[i] - recorded), LOGIT));
    }
  }

  private void compare(List<Measure> measures, List<CorruptionRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      CorruptionRow ours = rows.get(i);
      String row = "/rows/" + i;
      measures.add(norm(ours.normBefore(), row + "/norm_before"));
      measures.add(norm(ours.normAfter(), row + "/norm_after"));
      measures.add(accuracy(ours.accuracyAfter(), row + "/accuracy"));
      measures.add(accuracy(ours.accuracyBefore(), "/accuracy"));
    }
  }

  private Measure norm(double ours, String pointer) {
    return Measure.relative("norm", pointer.substring(1), ours, trace.number(pointer), NORM);
  }

  private Measure accuracy(double ours, String pointer) {
    double deviation = Math.abs(ours - trace.number(pointer));
    return new Measure("accuracy", pointer.substring(1), deviation, ACCURACY);
  }
}
