package dev.nemesis.spark.report.figure;

import dev.nemesis.spark.report.model.ReportFigure.Curve;
import dev.nemesis.spark.report.model.ReportFigure.Point;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Puts curves into a chart. A curve of few points has a marker and an error bar at each; one of
 * many, as accuracy after each of 200 epochs, a light band and a few markers to know it by.
 */
final class SeriesStrokes {
  private static final int FEW = 20;
  private static final int MARKERS_OF_MANY = 5;
  private static final int BAND_ALPHA = 45;
  private static final double DODGE = 0.07;
  private static final double WIDEST_DODGE = 0.2;

  private final XYChart chart;
  private final double[] xs;
  private final boolean isByRank;

  SeriesStrokes(XYChart chart, double[] xs, boolean isByRank) {
    this.chart = chart;
    this.xs = xs;
    this.isByRank = isByRank;
  }

  /** Whether so many points are too many for a marker each. */
  static boolean isDense(int points) {
    return points > FEW;
  }

  /** A line of the grid. */
  void grid(double y, double left, double right) {
    XYSeries line = add("grid " + y, new double[] {left, right}, new double[] {y, y}, null);
    line.setLineColor(FigureStyle.GRID).setLineStyle(FigureStyle.THIN);
    line.setMarker(SeriesMarkers.NONE);
  }

  /** The spread of a curve of many points; nothing for others. */
  void band(Curve curve, SeriesStyle style, int place, int of) {
    List<Point> points = curve.points().stream().filter(point -> point.std() != null).toList();
    int count = points.size();
    if (!isDense(curve.points().size()) || count < 2) {
      return;
    }
    double[] x = new double[2 * count];
    double[] y = new double[2 * count];
    for (int i = 0; i < count; i++) {
      Point point = points.get(i);
      x[i] = point.x();
      y[i] = point.y() + point.std();
      x[2 * count - 1 - i] = point.x();
      y[2 * count - 1 - i] = point.y() - point.std();
    }
    XYSeries band = add("band of " + curve.label(), x, y, null);
    Color color = style.color();
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA));
    band.setLineStyle(SeriesLines.NONE);
    band.setMarker(SeriesMarkers.NONE);
  }

  /** The curve itself. */
  void line(Curve curve, SeriesStyle style, int place, int of) {
    if (style.isLevel()) {
      level(curve, style);
    } else if (isByRank) {
      ranked(curve, style, dodge(place, of));
    } else if (isDense(curve.points().size())) {
      many(curve, style, place, of);
    } else {
      few(curve, style);
    }
  }

  /** One value, over the whole width. */
  private void level(Curve curve, SeriesStyle style) {
    double y = curve.points().get(0).y();
    double left = isByRank ? 0 : xs[0];
    double right = isByRank ? xs.length - 1 : xs[xs.length - 1];
    double[] ends = {left, right};
    paint(add(curve.label(), ends, new double[] {y, y}, null), style, SeriesMarkers.NONE);
    if (isByRank) {
      XYSeries star = add(curve.label() + " at 0", new double[] {left}, new double[] {y}, null);
      paint(star, style, style.marker());
    }
  }

  /** A point at each of the figure's values of x that the curve has; a gap breaks the line. */
  private void ranked(Curve curve, SeriesStyle style, double dodge) {
    double[] x = new double[xs.length];
    double[] y = new double[xs.length];
    double[] spread = new double[xs.length];
    Arrays.setAll(x, i -> i + dodge);
    Arrays.fill(y, Double.NaN);
    for (Point point : curve.points()) {
      int rank = Arrays.binarySearch(xs, point.x());
      y[rank] = point.y();
      spread[rank] = point.std() == null ? 0 : point.std();
    }
    paint(add(curve.label(), x, y, hasSpread(curve) ? spread : null), style, style.marker());
  }

  private void few(Curve curve, SeriesStyle style) {
    double[] spread =
        curve.points().stream()
            .mapToDouble(point -> point.std() == null ? 0 : point.std())
            .toArray();
    XYSeries line =
        add(curve.label(), x(curve.points()), y(curve.points()), hasSpread(curve) ? spread : null);
    paint(line, style, style.marker());
  }

  /** Markers of different curves stand at different points, so that none hides another. */
  private void many(Curve curve, SeriesStyle style, int place, int of) {
    paint(
        add(curve.label(), x(curve.points()), y(curve.points()), null), style, SeriesMarkers.NONE);
    int count = curve.points().size();
    double stride = (double) count / MARKERS_OF_MANY;
    double first = stride * (place + 0.5) / of;
    List<Point> marked =
        IntStream.range(0, MARKERS_OF_MANY)
            .mapToObj(i -> curve.points().get((int) (first + i * stride)))
            .toList();
    XYSeries markers = add("markers of " + curve.label(), x(marked), y(marked), null);
    paint(markers, style, style.marker()).setLineStyle(SeriesLines.NONE);
  }

  /** Bars of curves that meet stand side by side. */
  private static double dodge(int place, int of) {
    double step = of < 2 ? 0 : Math.min(DODGE, WIDEST_DODGE / (of - 1));
    return step * (place - (of - 1) / 2.0);
  }

  private static boolean hasSpread(Curve curve) {
    return curve.points().stream().map(Point::std).anyMatch(Objects::nonNull);
  }

  private XYSeries add(String name, double[] x, double[] y, double[] spread) {
    return spread == null ? chart.addSeries(name, x, y) : chart.addSeries(name, x, y, spread);
  }

  private static XYSeries paint(XYSeries series, SeriesStyle style, Marker marker) {
    series.setLineColor(style.color()).setLineStyle(style.stroke());
    series.setMarkerColor(style.color());
    series.setMarker(marker);
    return series;
  }

  private static double[] x(List<Point> points) {
    return points.stream().mapToDouble(Point::x).toArray();
  }

  private static double[] y(List<Point> points) {
    return points.stream().mapToDouble(Point::y).toArray();
  }
}
