package dev.nemesis.spark.report.query;

import java.util.List;

/** The tables and figures of a report, in the paper's order. */
final class PaperItems {
  private static final String SEEDS = "Mean ± sample standard deviation over seeds.";
  private static final String SHOTS = "training images per class";

  private PaperItems() {}

  static final List<TableSpec> TABLES =
      List.of(
          TableSpec.ofAccuracy(
              "table_1",
              "Table 1",
              "domain generalisation",
              "Test accuracy in percent on the dataset that was trained on and on targets that show"
                  + " its classes differently. "
                  + SEEDS,
              "method",
              "tested on"),
          TableSpec.ofAccuracy(
              "table_2",
              "Table 2",
              "PLOT, several prompts matched with an image's regions",
              "Test accuracy in percent. " + SEEDS,
              "method",
              SHOTS),
          TableSpec.ofAccuracy(
              "table_3",
              "Table 3",
              "how many positions PAN shrinks a batch",
              "Test accuracy in percent of CoOp + PAN that tries N positions a batch and normalises"
                  + " those where it helped, or all N without trying. "
                  + SEEDS,
              "PAN",
              SHOTS),
          TableSpec.ofAccuracy(
              "table_4",
              "Table 4",
              "the share β of PUN in a mix with PAN",
              "Test accuracy in percent, the mean over datasets. " + SEEDS,
              "share",
              SHOTS),
          new TableSpec(
              "table_a1",
              "Table A1",
              "datasets",
              "Classes and images of each dataset as the runs of this grid found them.",
              "",
              0,
              "dataset",
              "counts",
              false),
          frequency("table_a2", "Table A2", "REPLACE", "replaced by Gaussian noise", "noise"),
          frequency("table_a3", "Table A3", "RESCALE", "scaled by a factor", "factor"),
          TableSpec.ofAccuracy(
              "table_a4",
              "Table A4",
              "from base to new classes",
              "Trained on the first half of the classes; test accuracy in percent on these, on the"
                  + " other half, and the harmonic mean H of the two. "
                  + SEEDS,
              "method",
              "classes"),
          TableSpec.ofAccuracy(
              "table_a5",
              "Table A5",
              "few-shot learning",
              "Test accuracy in percent. Zero-shot CLIP learns nothing: one value, at 0 shots. "
                  + SEEDS,
              "method",
              SHOTS),
          TableSpec.ofAccuracy(
              "table_a6",
              "Table A6",
              "what PAN scales a tried position by",
              "Test accuracy in percent of CoOp + PAN, the mean over shots. " + SEEDS,
              "factor τ",
              "dataset"),
          TableSpec.ofAccuracy(
              "table_a7",
              "Table A7",
              "which norm",
              "Test accuracy in percent of CoOp + PAN, the mean over shots. " + SEEDS,
              "norm",
              "dataset"),
          cost("table_a8", "Table A8", "what a training step costs by method", "method"),
          cost("table_a9", "Table A9", "what PAN costs by its positions N", "positions"),
          new TableSpec(
              "paired",
              "",
              "Is it better than without the norm loss?",
              "Difference in test accuracy, in percentage points, from the same method without a norm"
                  + " loss: mean over the same seeds ± half the width of its 95% t interval. Bold:"
                  + " better (above 0), with p of the paired t test below 0.05 after Holm's correction"
                  + " for the number of datasets; an average over datasets is not corrected and so"
                  + " never bold.",
              "points",
              2,
              "dataset",
              SHOTS,
              false),
          TableSpec.ofAccuracy(
              "few_shot",
              "",
              "Few-shot learning, every setting",
              "Test accuracy in percent of whatever this grid trained on all classes. " + SEEDS,
              "setting",
              SHOTS));

  static final List<FigureSpec> FIGURES =
      List.of(
          new FigureSpec(
              "figure_1b",
              "Figure 1(b)",
              "how often the Low-Norm Effect occurs",
              "Positions of a soft prompt that classify better when they alone are shrunk, summed"
                  + " over four factors. Bars: sample standard deviation over seeds.",
              "training images per class (shots)",
              "frequency",
              true),
          new FigureSpec(
              "figure_2",
              "Figure 2",
              "few-shot learning",
              "Of the omegas of a loss, the one with the highest test accuracy averaged over all"
                  + " datasets and shots is drawn; table A5 has all. Bars: sample standard deviation"
                  + " over seeds.",
              "training images per class (shots)",
              "test accuracy (%)",
              true),
          training("figure_3", "Figure 3", "norms and accuracy along the training"),
          new FigureSpec(
              "figure_a1",
              "Figure A1",
              "one prompt corrupted, position by position",
              "Test accuracy of one prompt of CoOp at 16 shots with one vector at a time replaced by"
                  + " noise or rescaled.",
              "position",
              "test accuracy (%)",
              false),
          training("figure_a2", "Figure A2", "the training process at 1 shot"),
          training("figure_a3", "Figure A3", "the training process at 16 shots"));

  private static TableSpec frequency(
      String id, String number, String operation, String what, String rows) {
    return new TableSpec(
        id,
        number,
        "the Low-Norm Effect by " + operation,
        "How many of a soft prompt's positions classify better than the prompt as it was learned when"
            + " they alone are "
            + what
            + ". "
            + SEEDS,
        "positions",
        1,
        rows,
        SHOTS,
        false);
  }

  private static TableSpec cost(String id, String number, String title, String columns) {
    return new TableSpec(
        id,
        number,
        title,
        "Seconds a step of cells trained by themselves, tests after the epochs included, and how many"
            + " of CoOp's steps that is. The paper's seconds are of its authors' GPU: compare the"
            + " second block.",
        "",
        4,
        "dataset",
        columns,
        false);
  }

  private static FigureSpec training(String id, String number, String title) {
    return new FigureSpec(
        id,
        number,
        title,
        "Mean l2 norm of the soft prompt's positions, and test accuracy, after each epoch; ω = 1."
            + " Bars: sample standard deviation over seeds.",
        "epoch",
        "",
        false);
  }
}
