package dev.nemesis.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.prompt.ClassSuffixes;
import dev.nemesis.prompt.PromptEncoder;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** A training the reference implementation recorded, ready to be trained again here. */
final class RecordedRun implements RunDraws, AutoCloseable {
  final JsonNode trace;
  final Map<String, TensorData> tensors;
  private final ClipModel model;
  private final NDManager manager;
  private final int ctxLen;
  private final int batchSize;

  RecordedRun(String name) throws IOException {
    Path folder = Shared.path("traces/" + name);
    trace = new ObjectMapper().readTree(folder.resolve("trace.json").toFile());
    tensors =
        Safetensors.read(name, Files.readAllBytes(folder.resolve("tensors.safetensors"))).tensors();
    Path weights = folder.resolveSibling(trace.get("weights").asText());
    model =
        ClipModel.load(
            ClipWeights.load(weights.toString(), new Configuration(false)), Device.cpu());
    manager = model.newManager();
    ctxLen = trace.at("/prompt/n_ctx").asInt();
    batchSize = trace.get("batch_size").asInt();
  }

  List<Outcome> train(StepObserver observer) {
    return train(List.of(run()), observer);
  }

  List<Outcome> train(List<Run> runs, StepObserver observer) {
    long[] tokens = tensors.get("tokens").toLongs();
    int classes = (int) tensors.get("tokens").shape()[0];
    int context = (int) tensors.get("tokens").shape()[1];
    int[] ends =
        IntStream.range(0, classes)
            .map(
                c ->
                    IntStream.range(0, context)
                        .reduce((a, b) -> tokens[c * context + b] > tokens[c * context + a] ? b : a)
                        .orElseThrow())
            .toArray();
    int prefix = 1 + ctxLen;
    int length = IntStream.of(ends).max().orElseThrow() + 1 - prefix;
    long[] ids = new long[classes * length];
    long[] eot = new long[classes];
    for (int c = 0; c < classes; c++) {
      for (int s = 0; s < length; s++) {
        ids[c * length + s] = tokens[c * context + prefix + s];
      }
      eot[c] = (long) ends[c] - prefix;
    }
    ClassSuffixes suffixes = ClassSuffixes.of(manager, model.text(), ids, eot, length);
    try (PromptEncoder encoder = new PromptEncoder(manager, model.text(), suffixes, prefix)) {
      PromptForward forward = new PromptForward(manager, model, encoder, (int) tokens[0]);
      TestSet test = new TestSet(manager, features("test"));
      return new BundleTraining(model, forward, ctxLen).train(runs, test, observer);
    }
  }

  Run run() {
    return new Run(loss(), optimizer(), this, features("train"));
  }

  private Features features(String split) {
    TensorData values = tensors.get(split + "_features");
    long[] labels = tensors.get(split + "_labels").toLongs();
    return new Features(
        1,
        (int) values.shape()[0],
        (int) values.shape()[1],
        values.toFloats(),
        IntStream.range(0, labels.length).map(i -> (int) labels[i]).toArray());
  }

  LossSpec loss() {
    JsonNode loss = trace.get("loss");
    if (loss.get("kind").asText().equals("ce")) {
      return LossSpec.NONE;
    }
    return new LossSpec(
        loss.get("omega").asDouble(),
        loss.get("beta").asDouble(),
        Norm.valueOf(loss.get("norm").asText().toUpperCase(Locale.ROOT)),
        OmegaSchedule.valueOf(loss.get("omega_schedule").asText().toUpperCase(Locale.ROOT)),
        loss.path("k").asDouble(),
        loss.path("positions").asInt(),
        loss.path("tau").asDouble(),
        loss.path("selection").asBoolean(),
        null);
  }

  private OptimizerSpec optimizer() {
    JsonNode o = trace.get("optimizer");
    return new OptimizerSpec(
        trace.get("epochs").asInt(),
        batchSize,
        o.get("lr").asDouble(),
        o.get("momentum").asDouble(),
        o.get("weight_decay").asDouble(),
        o.get("warmup_epochs").asInt(),
        o.get("warmup_lr").asDouble());
  }

  int batchesPerEpoch() {
    return trace.get("batches_per_epoch").asInt();
  }

  JsonNode step(int epoch, int index) {
    return trace.get("steps").get(epoch * batchesPerEpoch() + index);
  }

  @Override
  public float[] context() {
    return tensors.get("ctx.init").toFloats();
  }

  @Override
  public int[][] batches(int epoch) {
    int first = epoch * batchesPerEpoch() * batchSize;
    int[][] batches = new int[batchesPerEpoch()][];
    for (int b = 0; b < batches.length; b++) {
      int from = first + b * batchSize;
      batches[b] = IntStream.range(from, from + batchSize).toArray();
    }
    return batches;
  }

  @Override
  public int[] positions(int epoch, int step) {
    JsonNode positions = step(epoch, step).get("positions");
    return IntStream.range(0, positions.size()).map(i -> positions.get(i).asInt()).toArray();
  }

  @Override
  public void close() {
    manager.close();
    model.close();
  }
}
