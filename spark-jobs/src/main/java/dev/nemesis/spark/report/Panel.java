package dev.nemesis.spark.report;

import dev.nemesis.spark.report.FigureStyle.Line;
import java.awt.Color;
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

  private final FewShot fewShot;
  private final List<Line> lines;
  private final List<Integer> columns;

  Panel(FewShot fewShot, List<Line> lines) {
    this.fewShot = fewShot;
    this.lines = lines;
    this.columns = new ArrayList<>(List.of(0));
    columns.addAll(fewShot.shots());
  }

  /** The panel of a dataset or of the average, drawn to a size in pixels. */
  XYChart chart(Block block, int width, int height) {
    XYChart chart = new XYChart(width, height);
    chart.setTitle(block.title());
    style(chart.getStyler(), block);
    chart.setCustomXAxisTickLabelsFormatter(this::shotsAt);
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

  private String shotsAt(double x) {
    int column = (int) Math.rint(x);
    boolean onColumn = Math.abs(x - column) < 1e-6 && column >= 0 && column < columns.size();
    return onColumn ? columns.get(column).toString() : " ";
  }

  private void style(XYStyler styler, Block block) {
    styler.setLegendVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(block.isAverage() ? FigureStyle.AVERAGE_BACKGROUND : Color.WHITE);
    styler.setPlotBorderColor(FigureStyle.FRAME);
    styler.setPlotGridLinesColor(FigureStyle.GRID);
    styler.setChartTitleFont(FigureStyle.TITLE);
    styler.setChartFontColor(FigureStyle.INK);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(4);
    styler.setChartPadding(6);
    styler.setAxisTitlesVisible(false);
    styler.setAxisTickLabelsFont(FigureStyle.TICKS);
    styler.setAxisTickLabelsColor(FigureStyle.INK);
    styler.setAxisTickMarksColor(FigureStyle.FRAME);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTickPadding(4);
    styler.setPlotMargin(0);
    styler.setYAxisLeftWidthHint(30);
    styler.setYAxisDecimalPattern("0");
    styler.setErrorBarsColorSeriesColor(true);
    styler.setMarkerSize(FigureStyle.MARKER_SIZE);
    styler.setXAxisMin(-0.35);
    styler.setXAxisMax(columns.size() - 0.65);
    styler.setXAxisTickMarkSpacingHint(28);
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
