package dev.nemesis.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.grid.Method;
import dev.nemesis.method.LearningMethod;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.train.BundleTraining;
import dev.nemesis.train.Metrics;
import dev.nemesis.train.Outcome;
import dev.nemesis.train.Run;
import dev.nemesis.train.TestSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A training of the reference implementation, trained again and compared step by step. */
record TrainingRecording(Trace trace) implements Recording {
  private static final double TEXT = 1e-4;
  private static final double META_NET = 1e-4;
  private static final double LOGIT = 1e-3;
  private static final double ACCURACY = 1e-3;

  @Override
  public String name() {
    return trace.name();
  }

  @Override
  public String compares() {
    String method = trace.json().path("method").asText("?");
    boolean alphas = trace.json().at("/steps/0").has("alpha");
    return method
        + " training: losses, "
        + (alphas ? "alphas, " : "")
        + "logits, gradients, vectors"
        + (method.equals("cocoop") ? ", meta-net" : "");
  }

  @Override
  public Set<Path> files() {
    return trace.files();
  }

  @Override
  public Verdict replay(Replay replay) {
    RecordedTraining recorded = RecordedTraining.of(trace);
    ClipModel model = replay.model(trace.weights());
    List<Measure> measures = new ArrayList<>();
    replay.tokenizer().ifPresent(t -> measures.add(tokens(recorded, t)));
    try (NDManager manager = model.newManager();
        PromptText text = recorded.prompts().text(manager, model, recorded.prompt())) {
      PreparedMethod method =
          LearningMethod.of(recorded.method()).prepare(manager, model, recorded.prompt(), text);
      Run run = recorded.run(model.config());
      TestSet test = new TestSet(manager, recorded.test());
      start(measures, recorded, text, manager, run.start().get(0));
      StepComparison steps = new StepComparison(recorded, run.optimizer(), measures);
      Outcome outcome = new BundleTraining(model, method).train(List.of(run), test, steps).get(0);
      end(measures, recorded, model, method, test, outcome);
    }
    return Verdict.of(this, measures);
  }

  /** Compares our tokenizer's token ids of the class names with the recorded ones. */
  private static Measure tokens(RecordedTraining recorded, Tokenizer tokenizer) {
    String placeholders = "X ".repeat(recorded.prompt().ctxLen()).strip();
    String context = recorded.words().orElse(placeholders);
    return Measure.equal("tokens", "", recorded.prompts().otherwise(tokenizer, context));
  }

  private static void start(
      List<Measure> measures,
      RecordedTraining recorded,
      PromptText text,
      NDManager manager,
      float[] contexts) {
    if (recorded.method().equals(Method.COCOOP)) {
      return; // text features depend on an image
    }
    float[] features = recorded.tensors().get("text_features.init").toFloats();
    int sets = recorded.prompt().sets(text.classes());
    int length = recorded.prompt().ctxLen();
    boolean prompts = recorded.method().equals(Method.PLOT);
    long width = contexts.length / ((long) sets * length);
    NDArray start =
        OwnedArrays.floats(
            manager, contexts, prompts ? sets : 1, prompts ? 1 : sets, length, width);
    float[] ours = Autograd.withoutGradient(() -> text.features(start)).toFloatArray();
    measures.add(Measure.relative("text_features", "init", ours, features, TEXT));
  }

  private void end(
      List<Measure> measures,
      RecordedTraining recorded,
      ClipModel model,
      PreparedMethod method,
      TestSet test,
      Outcome outcome) {
    if (recorded.method().equals(Method.COCOOP)) {
      List<float[]> last =
          recorded.learned("ctx." + (recorded.steps() - 1), "final", model.config());
      for (int i = 1; i < last.size(); i++) {
        measures.add(
            Measure.relative(
                "meta_net", "array " + i, outcome.learned().get(i), last.get(i), META_NET));
      }
    }
    float[] logits = recorded.tensors().get("test_logits").toFloats();
    try (NDManager manager = model.newManager()) {
      NDList learned = new NDList();
      for (int i = 0; i < outcome.learned().size(); i++) {
        learned.add(
            OwnedArrays.floats(
                    manager, outcome.learned().get(i), method.learned().get(i).shape().getShape())
                .expandDims(0));
      }
      NDList encoded = Autograd.withoutGradient(() -> method.encode(learned));
      NDArray ours = test.logits(method, encoded);
      measures.add(Measure.largest("test_logits", "", ours.toFloatArray(), logits, LOGIT));
      double accuracy = accuracy(ours, recorded.test().labels());
      double deviation = Math.abs(accuracy - trace.number("/final_test_accuracy"));
      measures.add(new Measure("test_accuracy", "", deviation, ACCURACY));
    }
  }

  private static double accuracy(NDArray logits, int[] labels) {
    long[] best = logits.argMax(2).toLongArray();
    int[] predicted = new int[best.length];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = (int) best[i];
    }
    return Metrics.accuracy(predicted, labels);
  }
}
