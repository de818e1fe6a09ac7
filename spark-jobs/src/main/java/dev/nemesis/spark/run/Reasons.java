package dev.nemesis.spark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.DamagedFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says of each cell of a plan whether it will be trained, and because of what. */
public final class Reasons {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GridPlan plan;
  private final GridInputs inputs;
  private final OutFolder out;
  private final Map<String, Integer> done;
  private final Map<String, Integer> failed;
  private final Map<String, String> damaged = new TreeMap<>();
  private final Map<String, List<String>> others;

  private Reasons(GridPlan plan, GridInputs inputs, OutFolder out, List<DamagedFiles.Damaged> bad) {
    this.plan = plan;
    this.inputs = inputs;
    this.out = out;
    done = CellFiles.done(out, bad);
    failed = CellFiles.failed(out, bad);
    bad.forEach(file -> file.cellId().ifPresent(id -> damaged.put(id, file.toString())));
    others = new TreeMap<>();
    done.keySet().stream()
        .filter(id -> !plan.cells().containsKey(id))
        .forEach(id -> others.computeIfAbsent(name(id), n -> new ArrayList<>()).add(id));
  }

  /**
   * One cell's.
   *
   * @param runs whether it will be trained
   * @param why in words
   */
  public record Reason(String cellId, boolean runs, String why) {}

  /**
   * Returns the reasons of all cells of a plan, in its order. Reads results only where settings
   * changed.
   */
  public static List<Reason> of(
      GridPlan plan, GridInputs inputs, OutFolder out, List<DamagedFiles.Damaged> damaged) {
    Reasons reasons = new Reasons(plan, inputs, out, damaged);
    return plan.cells().entrySet().stream()
        .map(cell -> reasons.of(cell.getKey(), cell.getValue()))
        .toList();
  }

  private Reason of(String id, Cell cell) {
    if (done.containsKey(id)) {
      return new Reason(id, false, "done, attempt " + done.get(id));
    }
    if (damaged.containsKey(id)) {
      return new Reason(id, true, damaged.get(id));
    }
    if (failed.containsKey(id)) {
      CellFailure failure = CellFiles.failure(out, id, failed.get(id));
      String how = Failures.kind(failure) + ": " + failure.message();
      return plan.diverged().contains(id)
          ? new Reason(id, false, how + "; it would again")
          : new Reason(id, true, "failed before, " + how);
    }
    return new Reason(id, true, changed(id, cell).orElse("never trained"));
  }

  /** Returns the differences from the most similar trained cell with the same readable name. */
  private Optional<String> changed(String id, Cell cell) {
    return others.getOrDefault(name(id), List.of()).stream()
        .map(other -> difference(cell, CellFiles.read(out, other)))
        .min(Comparator.comparingInt(Difference::count))
        .map(Difference::toString);
  }

  private record Difference(String from, List<String> parts) {
    int count() {
      return parts.size();
    }

    @Override
    public String toString() {
      return parts.isEmpty()
          ? "a target's data, or what the program computes, is not as for " + from
          : "unlike " + from + ": " + String.join(", ", parts);
    }
  }

  private Difference difference(Cell cell, CellResult other) {
    Map<String, String> now = leaves(cell);
    Map<String, String> then = leaves(other.cell());
    Provenance from = other.provenance();
    now.put("weights", digits(inputs.weights().get(cell.backbone()).digest()));
    then.put("weights", digits(from.weightsDigest()));
    now.put("dataset's files", digits(inputs.datasets().get(cell.dataset()).digest()));
    then.put("dataset's files", digits(from.datasetDigest()));
    List<String> parts = new ArrayList<>();
    for (String key : keys(now, then)) {
      if (!Objects.equals(now.get(key), then.get(key))) {
        parts.add(key + " " + now.get(key) + ", was " + then.get(key));
      }
    }
    return new Difference(other.cellId(), parts);
  }

  private static Set<String> keys(Map<String, String> now, Map<String, String> then) {
    Set<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(then.keySet());
    return keys;
  }

  private static String digits(String digest) {
    int shown = 12;
    return digest == null || digest.length() < shown ? digest : digest.substring(0, shown);
  }

  /** Values by dotted name. */
  private static Map<String, String> leaves(Cell cell) {
    Map<String, String> leaves = new LinkedHashMap<>();
    leaves("", JSON.valueToTree(cell), leaves);
    return leaves;
  }

  private static void leaves(String name, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties()
          .forEach(member -> leaves(prefix + member.getKey(), member.getValue(), leaves));
    } else {
      leaves.put(name, node.asText(node.toString()));
    }
  }

  /** An id without its hash. */
  private static String name(String id) {
    return id.substring(0, Math.max(0, id.lastIndexOf('-')));
  }
}
