package dev.nemesis.spark.report;

import dev.nemesis.spark.report.FigureStyle.Line;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One panel of figure 2: accuracy by shots on one dataset. The numbers of shots stand at equal
 * distances (as on a logarithmic axis, with zero-shot's 0 to the left); a gap breaks the line.
 */
final class Panel {
  private static final double Y_STEP = 5;
  private static final int TITLE_HEIGHT = 18;
  private static final int SHOTS_HEIGHT = 16;

  private final FewShot fewShot;
  private final List<Line> lines;
  private final List<Integer> columns;

  Panel(FewShot fewShot, List<Line> lines) {
    this.fewShot = fewShot;
    this.lines = lines;
    this.columns = new ArrayList<>(List.of(0));
    columns.addAll(fewShot.shots());
  }

  /**
   * Draws the panel of a dataset, or of the average, from the origin to a width and height.
   *
   * <p>The title and the shots are set here: XChart puts ticks where its own rule wants them, and
   * lets a title's descenders move the plot, so that panels would not stand in line.
   */
  void draw(Graphics2D g, Block block, int width, int height) {
    int plotHeight = height - TITLE_HEIGHT - SHOTS_HEIGHT;
    XYChart chart = chart(block, width, plotHeight);
    AffineTransform before = g.getTransform();
    g.translate(0, TITLE_HEIGHT);
    chart.paint(g, width, plotHeight);
    g.setTransform(before);
    g.setColor(FigureStyle.INK);
    centred(g, FigureStyle.TITLE, block.title(), middle(chart), TITLE_HEIGHT - 3);
    for (int i = 0; i < columns.size(); i++) {
      double x = chart.getScreenXFromChart(i);
      centred(g, FigureStyle.TICKS, columns.get(i).toString(), x, height - SHOTS_HEIGHT + 9);
    }
  }

  private double middle(XYChart chart) {
    return (chart.getScreenXFromChart(0) + chart.getScreenXFromChart(columns.size() - 1)) / 2;
  }

  private static void centred(Graphics2D g, Font font, String text, double x, int baseline) {
    g.setFont(font);
    double width = g.getFontMetrics(font).stringWidth(text);
    g.drawString(text, (float) (x - width / 2), baseline);
  }

  XYChart chart(Block block, int width, int height) {
    XYChart chart = new XYChart(width, height);
    style(chart.getStyler(), block);
    Range range = new Range();
    for (Line line : lines) {
      if (line.setting().isZeroShot()) {
        addZeroShot(chart, block, line, range);
      } else {
        addTrained(chart, block, line, range);
      }
    }
    chart.getStyler().setYAxisMin(range.low());
    chart.getStyler().setYAxisMax(range.high());
    return chart;
  }

  private void addZeroShot(XYChart chart, Block block, Line line, Range range) {
    Optional<Score> score = score(block, line, 0);
    if (score.isEmpty()) {
      return;
    }
    double mean = score.get().mean();
    range.include(mean);
    double right = columns.size() - 1;
    XYSeries level =
        chart.addSeries(line.label(), new double[] {0, right}, new double[] {mean, mean});
    paint(level, line).setMarker(SeriesMarkers.NONE);
    XYSeries star =
        chart.addSeries(line.label() + " at 0 shots", new double[] {0}, new double[] {mean});
    paint(star, line);
  }

  private void addTrained(XYChart chart, Block block, Line line, Range range) {
    int count = fewShot.shots().size();
    double[] x = new double[count];
    double[] y = new double[count];
    double[] spread = new double[count];
    for (int i = 0; i < count; i++) {
      Optional<Score> score = score(block, line, fewShot.shots().get(i));
      x[i] = i + 1;
      y[i] = score.map(Score::mean).orElse(Double.NaN);
      spread[i] = score.map(Score::std).filter(std -> !std.isNaN()).orElse(0.0);
      range.include(y[i] - spread[i]);
      range.include(y[i] + spread[i]);
    }
    if (Arrays.stream(y).allMatch(Double::isNaN)) {
      return;
    }
    paint(chart.addSeries(line.label(), x, y, spread), line);
  }

  /** An average over fewer datasets than the others would be drawn as if it were comparable. */
  private Optional<Score> score(Block block, Line line, int shots) {
    return fewShot
        .score(block, line.setting(), shots)
        .filter(score -> score.datasets() == block.datasets());
  }

  private static XYSeries paint(XYSeries series, Line line) {
    series.setLineColor(line.color());
    series.setLineStyle(line.stroke());
    series.setMarkerColor(line.color());
    series.setMarker(line.marker());
    return series;
  }

  private void style(XYStyler styler, Block block) {
    styler.setLegendVisible(false);
    styler.setChartTitleVisible(false);
    styler.setXAxisTicksVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(block.isAverage() ? FigureStyle.AVERAGE_BACKGROUND : Color.WHITE);
    styler.setPlotBorderColor(FigureStyle.FRAME);
    styler.setPlotGridLinesColor(FigureStyle.GRID);
    styler.setChartFontColor(FigureStyle.INK);
    styler.setChartPadding(6);
    styler.setAxisTitlesVisible(false);
    styler.setAxisTickLabelsFont(FigureStyle.TICKS);
    styler.setAxisTickLabelsColor(FigureStyle.INK);
    styler.setAxisTickMarksColor(FigureStyle.FRAME);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTickPadding(4);
    styler.setPlotMargin(0);
    styler.setYAxisDecimalPattern("0");
    styler.setErrorBarsColorSeriesColor(true);
    styler.setMarkerSize(FigureStyle.MARKER_SIZE);
    styler.setXAxisMin(-0.35);
    styler.setXAxisMax(columns.size() - 0.65);
    styler.setYAxisTickMarkSpacingHint(36);
  }

  /** The y axis: everything drawn, out to the next multiple of five. */
  private static final class Range {
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    void include(double value) {
      if (!Double.isNaN(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }

    double low() {
      return low > high ? 0 : Math.floor(low / Y_STEP) * Y_STEP;
    }

    double high() {
      return low > high ? 100 : Math.max(low() + 2 * Y_STEP, Math.ceil(high / Y_STEP) * Y_STEP);
    }
  }
}
