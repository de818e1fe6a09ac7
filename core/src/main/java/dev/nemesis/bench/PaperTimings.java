package dev.nemesis.bench;

import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.StepCost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables A8 and A9 of the paper: seconds a batch of the published code on its authors' GPU, with
 * ResNet-50, images encoded in every step.
 */
public final class PaperTimings {
  /** The image side they were measured with, as {@code ClipConfig.backbone()} calls it. */
  public static final String MODEL = "RN50";

  private static final String REFERENCE = "reference";
  private static final int BATCH = 32;

  private PaperTimings() {}

  /** The cost of a step of the published code on that GPU; nothing is known of ours. */
  public static Calibration calibration() {
    Map<String, Integer> classes = new HashMap<>();
    List<StepCost> rows = new ArrayList<>();
    for (String[] row : table("table_a8_cost.csv")) {
      classes.put(row[0], Integer.valueOf(row[1]));
      int positions = row[2].contains("pan") ? 1 : 0;
      add(rows, row[0], classes.get(row[0]), row[2], positions, Double.parseDouble(row[3]));
    }
    for (String[] row : table("table_a9_cost_positions.csv")) {
      int positions = Integer.parseInt(row[1]);
      if (positions > 1) {
        double seconds = Double.parseDouble(row[2]);
        add(rows, row[0], classes.get(row[0]), "coop+pan", positions, seconds);
      }
    }
    return Calibration.of(
            List.of(new CostResult("the paper's", MODEL, BATCH, 1, 1, rows, null)), MODEL)
        .orElseThrow();
  }

  /**
   * Images are in the seconds already: a step that encodes them takes no longer than one without.
   */
  private static void add(
      List<StepCost> rows, String dataset, int classes, String method, int positions, double s) {
    for (int images : new int[] {0, BATCH}) {
      rows.add(new StepCost(dataset, classes, method, positions, 1, REFERENCE, images, 1, s, s, s));
    }
  }

  /** Without its header. */
  private static List<String[]> table(String file) {
    try (InputStream in = PaperTimings.class.getResourceAsStream("/conf/paper/" + file)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find conf/paper/" + file + " in the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
