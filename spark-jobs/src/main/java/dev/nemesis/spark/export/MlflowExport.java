package dev.nemesis.spark.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A grid as an experiment in a tracking folder of MLflow's {@code FileStore}: a run a cell, failed
 * ones included, with its axes as parameters, its curves and accuracies as metrics, its provenance
 * as tags, and as artifacts {@code cell.json} and the soft prompt. Ids of the experiment and of
 * runs depend on the grid's name, the cell's id and the attempt alone, so the same cell is the same
 * run in every export.
 *
 * <p>Nobody noted when an epoch ended: all metrics have the time at which the cell was finished.
 */
public final class MlflowExport {
  private static final int RUN_ID_DIGITS = 32;
  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

  /** Smallest experiment id, with as many digits as MLflow's own ids. */
  private static final BigInteger LEAST_EXPERIMENT = BigInteger.TEN.pow(17);

  private final ExportFolder to;
  private final String experimentId;
  private long begun = Long.MAX_VALUE;
  private long ended;

  private MlflowExport(String experiment, ExportFolder to) {
    this.to = to;
    BigInteger number = new BigInteger(1, DigestUtils.sha256(experiment));
    BigInteger range = LEAST_EXPERIMENT.multiply(BigInteger.valueOf(9));
    this.experimentId = number.mod(range).add(LEAST_EXPERIMENT).toString();
  }

  /**
   * Writes a run for each cell, reading one cell at a time.
   *
   * @param cells at least one
   * @param experiment its name
   */
  public static void write(OutFolder out, ExportedCells cells, String experiment, ExportFolder to)
      throws IOException {
    MlflowExport export = new MlflowExport(experiment, to);
    for (Map.Entry<String, Integer> cell : cells.done().entrySet()) {
      export.run(CellFiles.read(out, cell.getKey(), cell.getValue()));
    }
    for (Map.Entry<String, Integer> cell : cells.failed().entrySet()) {
      export.run(CellFiles.failure(out, cell.getKey(), cell.getValue()));
    }
    export.describe(experiment);
  }

  private void describe(String name) throws IOException {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("artifact_location", to.uri(experimentId));
    meta.put("creation_time", begun);
    meta.put("experiment_id", experimentId);
    meta.put("last_update_time", ended);
    meta.put("lifecycle_stage", "active");
    meta.put("name", name);
    to.write(experimentId + "/meta.yaml", MlflowYaml.of(meta));
  }

  private void run(CellResult result) throws IOException {
    MlflowRun run = run(result.cellId(), result.attempt());
    Provenance from = result.provenance();
    long end = millis(from.finishedAt());
    describe(run, result.cellId(), MlflowRun.Status.FINISHED, millis(from.startedAt()), end);
    parameters(run, CellParameters.of(result.cell()));
    metrics(run, result, end);
    run.tag("cell_id", result.cellId());
    run.tag("attempt", String.valueOf(result.attempt()));
    run.tag("program", from.program());
    run.tag("grid_digest", from.gridDigest());
    run.tag("weights_digest", from.weightsDigest());
    run.tag("weights_config", from.weightsConfig());
    run.tag("jars", from.jars() == null ? null : String.join(", ", from.jars()));
    run.tag("dataset_digest", from.datasetDigest());
    run.tag("bundle", from.bundle());
    run.tag("device", from.device());
    run.tag("host", from.host());
    run.tag("djl", from.djl());
    run.tag("pytorch", from.pytorch());
    run.tag("spark", from.spark());
    run.tag("java", from.java());
    run.tag("os", from.os());
    run.artifact("cell.json", json(result));
    if (!result.learned().isEmpty()) {
      run.artifact("prompt.safetensors", PromptFile.safetensors(result));
    }
  }

  private void run(CellFailure failure) throws IOException {
    MlflowRun run = run(failure.cellId(), failure.attempt());
    long at = millis(failure.at());
    describe(run, failure.cellId(), MlflowRun.Status.FAILED, at, at);
    parameters(run, CellParameters.of(failure.cell()));
    run.tag("cell_id", failure.cellId());
    run.tag("attempt", String.valueOf(failure.attempt()));
    run.tag("stage", failure.stage());
    run.tag("kind", failure.kind() == null ? null : failure.kind().name().toLowerCase(Locale.ROOT));
    run.tag("message", failure.message());
    run.tag("host", failure.host());
    if (failure.stack() != null) {
      run.artifact("stack.txt", failure.stack().getBytes(StandardCharsets.UTF_8));
    }
  }

  private MlflowRun run(String cellId, int attempt) {
    String hash = DigestUtils.sha256Hex(cellId + " attempt " + attempt);
    return new MlflowRun(to, experimentId, hash.substring(0, RUN_ID_DIGITS));
  }

  private void describe(MlflowRun run, String name, MlflowRun.Status status, long start, long end)
      throws IOException {
    begun = Math.min(begun, start);
    ended = Math.max(ended, end);
    run.describe(name, status, start, end);
  }

  private static void parameters(MlflowRun run, Map<String, Object> parameters) throws IOException {
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      run.parameter(parameter.getKey(), parameter.getValue().toString());
    }
  }

  private static void metrics(MlflowRun run, CellResult result, long time) throws IOException {
    run.metric("accuracy", result.accuracy(), time, 0);
    run.metric("macro_f1", result.macroF1(), time, 0);
    run.metric("steps", result.steps(), time, 0);
    run.metric("step_seconds", result.stepSeconds(), time, 0);
    for (Evaluation evaluation : result.evaluations()) {
      String on = "evaluation/" + evaluation.target() + "/" + evaluation.classes() + "/";
      run.metric(on + "accuracy", evaluation.accuracy(), time, 0);
      run.metric(on + "macro_f1", evaluation.macroF1(), time, 0);
    }
    for (EpochResult epoch : result.epochs()) {
      EpochScalars.of(epoch).forEach((name, value) -> run.metric(name, value, time, epoch.epoch()));
    }
    run.writeMetrics();
  }

  /** All of the cell but its curves and its prompt, which are files of their own. */
  private static byte[] json(CellResult result) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("cellId", result.cellId());
    members.put("attempt", result.attempt());
    members.put("cell", result.cell());
    members.put("accuracy", result.accuracy());
    members.put("macroF1", result.macroF1());
    members.put("evaluations", result.evaluations());
    members.put("steps", result.steps());
    members.put("bundleSize", result.bundleSize());
    members.put("stepSeconds", result.stepSeconds());
    members.put("provenance", result.provenance());
    try {
      return JSON.writeValueAsBytes(members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A cell is plain JSON", e);
    }
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
