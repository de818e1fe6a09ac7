package dev.nemesis.spark.report;

import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.PromptSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows of the view {@code results}, as finished cells would give them. */
final class Results {
  static final PromptSpec COOPS = PromptSpec.generic(16);
  static final PromptSpec PLOTS = new PromptSpec(16, ClassTokenPosition.END, false, 4, null);
  static final PromptSpec COCOOPS =
      new PromptSpec(4, ClassTokenPosition.END, false, 1, "a photo of a");

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "cell_id STRING, attempt INT, status STRING, backbone STRING, dataset STRING, method STRING,"
              + " loss STRING, omega DOUBLE, pan_omega DOUBLE, beta DOUBLE, norm STRING, tau DOUBLE,"
              + " positions INT, ctx_len INT, class_token_position STRING, class_specific BOOLEAN,"
              + " prompts INT, ctx_init STRING, shots INT, seed BIGINT, classes STRING, epochs INT,"
              + " accuracy DOUBLE, macro_f1 DOUBLE");

  private final List<Row> rows = new ArrayList<>();
  private int epochs = 50;

  /** Cells added from here on were trained for so many epochs. */
  Results epochs(int next) {
    epochs = next;
    return this;
  }

  Results zeroShot(String dataset, double accuracy) {
    Setting zeroShot =
        new Setting("mini", "zeroshot", "none", 0, null, null, null, null, null, null);
    return add(dataset, zeroShot, 0, 0, accuracy);
  }

  Results coop(String dataset, int shots, long seed, double accuracy) {
    return add(dataset, none("coop", COOPS), shots, seed, accuracy);
  }

  Results pun(String dataset, double omega, int shots, long seed, double accuracy) {
    return add(dataset, pun("coop", omega, COOPS), shots, seed, accuracy);
  }

  Results pan(String dataset, double omega, int shots, long seed, double accuracy) {
    return add(dataset, pan("coop", omega, COOPS), shots, seed, accuracy);
  }

  Results failedPan(String dataset, double omega, int shots, long seed) {
    return add(dataset, pan("coop", omega, COOPS), shots, seed, null);
  }

  static Setting none(String method, PromptSpec prompt) {
    return new Setting("mini", method, "none", 0, null, 1.0, "l2", 0.0, 0, prompt);
  }

  static Setting pun(String method, double omega, PromptSpec prompt) {
    return new Setting("mini", method, "pun", omega, null, 1.0, "l2", 0.0, 0, prompt);
  }

  static Setting pan(String method, double omega, PromptSpec prompt) {
    return new Setting("mini", method, "pan", omega, null, 0.0, "l2", 0.5, 1, prompt);
  }

  /** One cell of a setting; one without accuracy failed. */
  Results add(String dataset, Setting setting, int shots, long seed, Double accuracy) {
    return add(dataset, "all", setting, shots, seed, accuracy);
  }

  /** The same of some of the classes. */
  Results add(
      String dataset, String classes, Setting setting, int shots, long seed, Double accuracy) {
    PromptSpec prompt = setting.prompt();
    boolean learns = prompt != null;
    rows.add(
        RowFactory.create(
            "cell-" + rows.size(),
            0,
            accuracy == null ? "failed" : "done",
            setting.backbone(),
            dataset,
            setting.method(),
            setting.loss(),
            learns ? setting.omega() : null,
            setting.panOmega(),
            setting.beta(),
            setting.norm(),
            setting.tau(),
            setting.positions(),
            learns ? prompt.ctxLen() : null,
            learns ? prompt.classTokenPosition().name().toLowerCase(Locale.ROOT) : null,
            learns ? prompt.classSpecific() : null,
            learns ? prompt.prompts() : null,
            learns ? prompt.ctxInit() : null,
            shots,
            seed,
            classes,
            learns ? epochs : null,
            accuracy,
            accuracy));
    return this;
  }

  /** Makes the rows the session's view. */
  void become(SparkSession spark) {
    spark.createDataFrame(rows, SCHEMA).createOrReplaceTempView("results");
  }
}
