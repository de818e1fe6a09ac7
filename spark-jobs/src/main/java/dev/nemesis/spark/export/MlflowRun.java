package dev.nemesis.spark.export;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The folder of one run as MLflow's {@code FileStore} reads it: {@code meta.yaml}, and a file for
 * each parameter, metric and tag.
 */
final class MlflowRun {
  /** The numbers that {@code meta.yaml} has for how a run ended. */
  enum Status {
    FINISHED(3),
    FAILED(4);

    private final int number;

    Status(int number) {
      this.number = number;
    }
  }

  private static final String USER = "nemesis";

  /** MLflow's number for a run of a program on somebody's machine. */
  private static final int SOURCE_LOCAL = 4;

  private final ExportFolder to;
  private final String experimentId;
  private final String id;
  private final Map<String, StringBuilder> metrics = new LinkedHashMap<>();

  /**
   * Begins a run.
   *
   * @param id 32 hexadecimal digits
   */
  MlflowRun(ExportFolder to, String experimentId, String id) {
    this.to = to;
    this.experimentId = experimentId;
    this.id = id;
  }

  /**
   * Says what the run is.
   *
   * @param start in milliseconds since 1970, as {@code end}
   */
  void describe(String name, Status status, long start, long end) throws IOException {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("artifact_uri", to.uri(path("artifacts")));
    meta.put("deleted_time", null);
    meta.put("end_time", end);
    meta.put("entry_point_name", "");
    meta.put("experiment_id", experimentId);
    meta.put("lifecycle_stage", "active");
    meta.put("run_id", id);
    meta.put("run_name", name);
    meta.put("run_uuid", id);
    meta.put("source_name", "");
    meta.put("source_type", SOURCE_LOCAL);
    meta.put("source_version", "");
    meta.put("start_time", start);
    meta.put("status", status.number);
    meta.put("tags", new String[0]);
    meta.put("user_id", USER);
    to.write(path("meta.yaml"), MlflowYaml.of(meta));
    tag("mlflow.runName", name);
    tag("mlflow.user", USER);
    tag("mlflow.source.name", USER);
    tag("mlflow.source.type", "LOCAL");
  }

  /** Writes a parameter; its value is the whole file. */
  void parameter(String name, String value) throws IOException {
    to.write(path("params/" + name), value);
  }

  /** Writes a tag; nothing where it has no value. */
  void tag(String name, String value) throws IOException {
    if (value != null) {
      to.write(path("tags/" + name), value);
    }
  }

  /** Writes a file for whoever looks at the run. */
  void artifact(String name, byte[] content) throws IOException {
    to.write(path("artifacts/" + name), content);
  }

  /**
   * Notes one value of a metric. A name with {@code /} is a file in folders, so none may be what
   * another has before a {@code /}; of other characters MLflow takes letters, digits and {@code _.-
   * }.
   *
   * @param time in milliseconds since 1970
   */
  void metric(String name, double value, long time, long step) {
    metrics
        .computeIfAbsent(name.replaceAll("[^\\w./ -]", "_"), none -> new StringBuilder())
        .append(time)
        .append(' ')
        .append(value)
        .append(' ')
        .append(step)
        .append('\n');
  }

  /** Writes the metrics that were noted. */
  void writeMetrics() throws IOException {
    for (Map.Entry<String, StringBuilder> metric : metrics.entrySet()) {
      to.write(path("metrics/" + metric.getKey()), metric.getValue().toString());
    }
  }

  private String path(String below) {
    return experimentId + "/" + id + "/" + below;
  }
}
