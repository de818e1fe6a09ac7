package dev.nemesis.spark.report.figure;

import dev.nemesis.spark.report.figure.Axis.Tick;
import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportFigure.Curve;
import dev.nemesis.spark.report.model.ReportFigure.Panel;
import dev.nemesis.spark.report.model.ReportFigure.Point;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/**
 * One panel: its curves, drawn by XChart, and what stands around them.
 *
 * <p>Title, ticks and the grid's lines are set here: XChart puts ticks where its own rule wants
 * them, and moves the plot by the width of their texts, so that panels would not stand in line.
 */
final class PanelPlot {
  private static final int TITLE_HEIGHT = 20;
  private static final int X_TICKS_HEIGHT = 18;
  private static final int Y_TICKS_WIDTH = 32;
  private static final int RIGHT = 10;
  private static final int Y_LABEL_WIDTH = 17;
  private static final int TICK_GAP = 5;

  private final ReportFigure figure;
  private final List<SeriesStyle> styles;

  PanelPlot(ReportFigure figure, List<SeriesStyle> styles) {
    this.figure = figure;
    this.styles = styles;
  }

  /**
   * Draws a panel from the origin to a width and height.
   *
   * @param yLabel the title of its own y axis; empty for none
   */
  void draw(Graphics2D g, Panel panel, String yLabel, int width, int height) {
    int left = Y_TICKS_WIDTH + (yLabel.isEmpty() ? 0 : Y_LABEL_WIDTH);
    int plotWidth = width - left - RIGHT;
    int plotHeight = height - TITLE_HEIGHT - X_TICKS_HEIGHT;
    Axis x = xAxis(panel, plotWidth);
    Axis y = yAxis(panel, plotHeight);
    XYChart chart = chart(panel, x, y, plotWidth, plotHeight);
    AffineTransform before = g.getTransform();
    g.translate(left, TITLE_HEIGHT);
    chart.paint(g, plotWidth, plotHeight);
    g.setTransform(before);
    g.setStroke(FigureStyle.THIN);
    g.setColor(FigureStyle.FRAME);
    g.drawRect(left, TITLE_HEIGHT, plotWidth, plotHeight);
    Canvas canvas = new Canvas(g);
    canvas.centred(FigureStyle.TITLE, panel.title(), left + plotWidth / 2.0, TITLE_HEIGHT - 6);
    for (Tick tick : x.ticks()) {
      double at = left + plotWidth * (tick.at() - x.low()) / (x.high() - x.low());
      canvas.centred(FigureStyle.TICKS, tick.text(), at, height - X_TICKS_HEIGHT + 13);
    }
    for (Tick tick : y.ticks()) {
      double at = TITLE_HEIGHT + plotHeight * (y.high() - tick.at()) / (y.high() - y.low());
      canvas.right(FigureStyle.TICKS, tick.text(), left - TICK_GAP, at + 4);
    }
    if (!yLabel.isEmpty()) {
      canvas.upwards(FigureStyle.AXIS, yLabel, 12, TITLE_HEIGHT + plotHeight / 2.0);
    }
  }

  /** The plot alone, that fills its chart. */
  XYChart chart(Panel panel, Axis x, Axis y, int width, int height) {
    XYChart chart = new XYChart(width, height);
    style(chart.getStyler(), panel);
    chart.getStyler().setXAxisMin(x.low()).setXAxisMax(x.high());
    chart.getStyler().setYAxisMin(y.low()).setYAxisMax(y.high());
    SeriesStrokes strokes = new SeriesStrokes(chart, xs(panel), figure.isByRank());
    y.ticks().forEach(tick -> strokes.grid(tick.at(), x.low(), x.high()));
    // Bands first, so that they lie below every line.
    forEach(panel, strokes::band);
    forEach(panel, strokes::line);
    return chart;
  }

  private void forEach(Panel panel, Drawing drawing) {
    int trained = (int) styles.stream().filter(style -> !style.isLevel()).count();
    int place = 0;
    for (SeriesStyle style : styles) {
      for (Curve curve : panel.curves()) {
        if (curve.label().equals(style.label()) && !curve.points().isEmpty()) {
          drawing.draw(curve, style, place, trained);
        }
      }
      place += style.isLevel() ? 0 : 1;
    }
  }

  /** Draws curve {@code place} of {@code of}, which decides how far its points are moved aside. */
  private interface Drawing {
    void draw(Curve curve, SeriesStyle style, int place, int of);
  }

  private Axis xAxis(Panel panel, int width) {
    double[] xs = xs(panel);
    if (figure.isByRank()) {
      return Axis.byRank(xs);
    }
    return SeriesStrokes.isDense(xs.length)
        ? Axis.around(DoubleStream.of(xs), width / 38)
        : Axis.atValues(xs, width / 22);
  }

  /**
   * The values of x by rising value: of all panels where they stand by rank, so that panels can be
   * compared; of the panel's own where x is linear, as one may be of 50 epochs, another of 200.
   */
  private double[] xs(Panel panel) {
    return (figure.isByRank() ? figure.panels() : List.of(panel))
        .stream()
            .flatMap(each -> each.curves().stream())
            .flatMap(curve -> curve.points().stream())
            .mapToDouble(Point::x)
            .distinct()
            .sorted()
            .toArray();
  }

  private static Axis yAxis(Panel panel, int height) {
    DoubleStream values =
        panel.curves().stream()
            .flatMap(curve -> curve.points().stream())
            .flatMapToDouble(
                point -> {
                  double std = point.std() == null ? 0 : point.std();
                  return DoubleStream.of(point.y() - std, point.y() + std);
                });
    return Axis.around(values, Math.max(2, Math.min(8, height / 18)));
  }

  private static void style(XYStyler styler, Panel panel) {
    styler.setLegendVisible(false);
    styler.setChartTitleVisible(false);
    styler.setXAxisTicksVisible(false);
    styler.setYAxisTicksVisible(false);
    styler.setAxisTitlesVisible(false);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    // The average is no dataset among datasets.
    styler.setPlotBackgroundColor(
        panel.title().startsWith("Average") ? FigureStyle.AVERAGE_BACKGROUND : Color.WHITE);
    styler.setChartPadding(0);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setErrorBarsColorSeriesColor(true);
    styler.setMarkerSize(FigureStyle.MARKER_SIZE);
  }
}
