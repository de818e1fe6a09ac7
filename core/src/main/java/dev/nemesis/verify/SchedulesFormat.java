package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.loss.OmegaFactor;
import dev.nemesis.train.LearningRate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * Recordings of schedules: by number of epochs, the learning rate {@code lr} and the omega factor
 * {@code omega} of each epoch, with CoOp's optimizer (0.002, one epoch of warm-up at 1e-5) and the
 * logistic schedule of k = 0.2.
 */
final class SchedulesFormat implements Format {
  /** Absolute: the last omega factors are differences of numbers close to 1. */
  private static final double TOLERANCE = 1e-12;

  private static final String COUNT = "[1-9]\\d{0,8}";

  private static final LossSpec LOGISTIC =
      new LossSpec(1, 1, Norm.L2, OmegaSchedule.LOGISTIC, 0.2, 0, 0, false, null);

  private static OptimizerSpec coOps(int epochs) {
    return new OptimizerSpec(epochs, 32, 0.002, 0.9, 5e-4, 1, 1e-5);
  }

  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    return file.json()
        .filter(
            root ->
                root.isObject()
                    && root.size() > 0
                    && root.properties().stream().allMatch(e -> e.getKey().matches(COUNT))
                    && root.valueStream().anyMatch(s -> s.has("lr") || s.has("omega")))
        .map(root -> new Schedules(file.path()));
  }

  private record Schedules(Path file) implements Recording {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String compares() {
      return "schedules: learning rate, omega factor";
    }

    @Override
    public Set<Path> files() {
      return Set.of(file);
    }

    @Override
    public Verdict replay(Replay replay) {
      JsonNode root = RecordedJson.read(file);
      List<Measure> measures = new ArrayList<>();
      for (Map.Entry<String, JsonNode> schedule : root.properties()) {
        int epochs = Integer.parseInt(schedule.getKey());
        String at = "/" + epochs;
        OptimizerSpec optimizer = coOps(epochs);
        measures.addAll(
            compare(root, at + "/lr", epochs, epoch -> LearningRate.at(optimizer, epoch)));
        measures.addAll(
            compare(root, at + "/omega", epochs, epoch -> OmegaFactor.at(LOGISTIC, epoch, epochs)));
      }
      return Verdict.of(this, measures);
    }

    private List<Measure> compare(
        JsonNode root, String pointer, int epochs, IntToDoubleFunction computed) {
      JsonNode recorded = RecordedJson.need(file, root, pointer);
      if (recorded.size() != epochs) {
        throw InputException.cannot(
            ErrorCode.RECORDING,
            "use %s: %s has %d values and should have one an epoch, %d"
                .formatted(file, pointer.substring(1), recorded.size(), epochs));
      }
      List<Measure> measures = new ArrayList<>();
      for (int epoch = 0; epoch < epochs; epoch++) {
        double value = recorded.get(epoch).isNumber() ? recorded.get(epoch).asDouble() : Double.NaN;
        measures.add(
            new Measure(
                pointer.endsWith("lr") ? "learning rate" : "omega factor",
                "epoch " + epoch + " of " + epochs,
                Math.abs(computed.applyAsDouble(epoch) - value),
                TOLERANCE));
      }
      return measures;
    }
  }
}
