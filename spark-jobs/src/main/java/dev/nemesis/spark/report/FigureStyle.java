package dev.nemesis.spark.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.style.markers.Circle;
import org.knowm.xchart.style.markers.Diamond;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.Square;
import org.knowm.xchart.style.markers.TriangleDown;
import org.knowm.xchart.style.markers.TriangleUp;

/**
 * How figures look. Lines differ in colour and in marker, so that they stay apart for a
 * colour-blind reader (Okabe and Ito's palette) and on a black-and-white print.
 */
final class FigureStyle {
  static final Color INK = new Color(0x26, 0x26, 0x26);
  static final Color FAINT_INK = new Color(0x59, 0x59, 0x59);
  static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
  static final Color FRAME = new Color(0x9A, 0x9A, 0x9A);
  static final Color AVERAGE_BACKGROUND = new Color(0xF5, 0xF5, 0xF0);

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);
  static final Font TICKS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font NOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  static final int MARKER_SIZE = 7;
  static final BasicStroke SOLID =
      new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final BasicStroke DASHED =
      new BasicStroke(
          1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {5f, 4f}, 0f);

  private static final Color ZERO_SHOT = FAINT_INK;
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

  private FigureStyle() {}

  /** Whether Java can measure text here: a bare server may have no font at all. */
  static boolean hasFonts() {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return g.getFontMetrics(TITLE).stringWidth("a") > 0;
    } catch (InternalError | LinkageError | RuntimeException e) {
      return false; // how it fails depends on which part is missing
    } finally {
      g.dispose();
    }
  }

  /**
   * A line of a figure.
   *
   * @param setting what it shows
   * @param label its text in the legend
   */
  record Line(Setting setting, String label, Color color, BasicStroke stroke, Marker marker) {

    /** The line at a place in reading order, counted from 0 without zero-shot. */
    static Line of(Setting setting, String label, int place) {
      if (setting.isZeroShot()) {
        return new Line(setting, label, ZERO_SHOT, DASHED, new Star());
      }
      return new Line(
          setting,
          label,
          OKABE_ITO.get(place % OKABE_ITO.size()),
          SOLID,
          MARKERS.get(place % MARKERS.size()));
    }
  }
}
