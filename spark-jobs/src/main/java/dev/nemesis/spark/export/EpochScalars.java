package dev.nemesis.spark.export;

import dev.nemesis.grid.EpochResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Scalars of a cell's training curves, by the column names of table {@code epochs}. */
final class EpochScalars {
  private EpochScalars() {}

  /**
   * One point of each curve. The norm of position {@code i}, counted from 1, is {@code norm/0i}; a
   * test accuracy that was not measured is no point.
   */
  static Map<String, Double> of(EpochResult epoch) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("ce_loss", epoch.ceLoss());
    scalars.put("norm_loss", epoch.normLoss());
    scalars.put("train_accuracy", epoch.trainAccuracy());
    if (epoch.testAccuracy() != null) {
      scalars.put("test_accuracy", epoch.testAccuracy());
    }
    scalars.put("lr", epoch.lr());
    scalars.put("omega_factor", epoch.omegaFactor());
    List<Double> norms = epoch.norms();
    String name = "norm/%0" + Math.max(2, Integer.toString(norms.size()).length()) + "d";
    for (int position = 1; position <= norms.size(); position++) {
      scalars.put(String.format(Locale.ROOT, name, position), norms.get(position - 1));
    }
    return scalars;
  }
}
