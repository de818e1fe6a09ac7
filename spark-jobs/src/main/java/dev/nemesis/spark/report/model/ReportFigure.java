package dev.nemesis.spark.report.model;

import java.util.List;

/**
 * A figure of the paper: small multiples, a panel each with the same lines.
 *
 * @param id its file name without an ending, e.g. {@code figure_2}
 * @param number its number in the paper, e.g. {@code Figure 2}
 * @param title what it shows, one line
 * @param caption what a reader has to know of its lines, in sentences
 * @param xLabel of every panel's x axis
 * @param yLabel of the y axis of panels that have none of their own
 * @param isByRank whether the values of x stand at equal distances, as 1, 2, 4, 8, 16 shots do;
 *     otherwise x is linear
 * @param panels in reading order
 * @param notes what is missing or left out, a sentence each
 */
public record ReportFigure(
    String id,
    String number,
    String title,
    String caption,
    String xLabel,
    String yLabel,
    boolean isByRank,
    List<Panel> panels,
    List<String> notes) {
  public ReportFigure {
    panels = List.copyOf(panels);
    notes = List.copyOf(notes);
  }

  /**
   * One plot.
   *
   * @param title its heading, e.g. a dataset
   * @param yLabel of its y axis; empty for the figure's
   */
  public record Panel(String title, String yLabel, List<Curve> curves) {
    public Panel {
      curves = List.copyOf(curves);
    }
  }

  /**
   * A line of a panel. Curves of one label look alike in all panels.
   *
   * @param label its text in the legend
   * @param points by rising x
   */
  public record Curve(String label, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * One value.
   *
   * @param std sample standard deviation over seeds; null with fewer than two
   * @param seeds how many are in it
   */
  public record Point(double x, double y, Double std, long seeds) {}

  /** {@code Figure 2: few-shot learning}. */
  public String heading() {
    return number.isEmpty() ? title : number + ": " + title;
  }

  /** The curves' labels in reading order, each once. */
  public List<String> labels() {
    return panels.stream()
        .flatMap(panel -> panel.curves().stream())
        .map(Curve::label)
        .distinct()
        .toList();
  }
}
