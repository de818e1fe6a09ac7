package dev.nemesis.spark.report.figure;

import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportFigure.Curve;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.style.markers.Circle;
import org.knowm.xchart.style.markers.Diamond;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.markers.Square;
import org.knowm.xchart.style.markers.TriangleDown;
import org.knowm.xchart.style.markers.TriangleUp;

/**
 * Style of the curves of one label. Styles differ in colour and in marker, so that curves stay
 * apart for a colour-blind reader (Okabe and Ito's palette) and on a black-and-white print.
 *
 * @param label their text in the legend
 * @param isLevel whether they are one value that other curves are compared with: zero-shot CLIP,
 *     that has no shots but 0, or the accuracy of a prompt as it was learned
 */
record SeriesStyle(String label, boolean isLevel, Color color, BasicStroke stroke, Marker marker) {
  private static final List<Color> OKABE_ITO =
      List.of(
          new Color(0x00, 0x72, 0xB2), // blue
          new Color(0xD5, 0x5E, 0x00), // vermillion
          new Color(0x00, 0x9E, 0x73), // bluish green
          new Color(0xCC, 0x79, 0xA7), // reddish purple
          new Color(0xE6, 0x9F, 0x00), // orange
          new Color(0x56, 0xB4, 0xE9)); // sky blue
  private static final List<Marker> MARKERS =
      List.of(new Circle(), new Square(), new TriangleUp(), new Diamond(), new TriangleDown());

  /** The styles of a figure's curves in reading order, one a label. */
  static List<SeriesStyle> of(ReportFigure figure) {
    List<SeriesStyle> styles = new ArrayList<>();
    boolean isGreyTaken = false;
    int place = 0;
    for (String label : figure.labels()) {
      boolean isLevel = isLevel(figure, label);
      boolean isGrey = isLevel && !isGreyTaken;
      Color color = isGrey ? FigureStyle.FAINT_INK : OKABE_ITO.get(place % OKABE_ITO.size());
      styles.add(
          isLevel
              ? new SeriesStyle(label, true, color, FigureStyle.DASHED, levelMarker(figure))
              : new SeriesStyle(
                  label, false, color, stroke(place), MARKERS.get(place % MARKERS.size())));
      isGreyTaken |= isLevel;
      place += isGrey ? 0 : 1;
    }
    return styles;
  }

  /** Colours repeat after six; then the stroke tells lines apart. */
  private static BasicStroke stroke(int place) {
    return place < OKABE_ITO.size() ? FigureStyle.SOLID : FigureStyle.DOTTED;
  }

  private static Marker levelMarker(ReportFigure figure) {
    return figure.isByRank() ? new Star() : SeriesMarkers.NONE;
  }

  private static boolean isLevel(ReportFigure figure, String label) {
    return figure.panels().stream()
        .flatMap(panel -> panel.curves().stream())
        .filter(curve -> curve.label().equals(label) && !curve.points().isEmpty())
        .allMatch(curve -> figure.isByRank() ? isAtZeroAlone(curve) : isConstant(curve));
  }

  private static boolean isAtZeroAlone(Curve curve) {
    return curve.points().size() == 1 && curve.points().get(0).x() == 0;
  }

  private static boolean isConstant(Curve curve) {
    return curve.points().size() > 1
        && curve.points().stream().mapToDouble(point -> point.y()).distinct().count() == 1;
  }
}
