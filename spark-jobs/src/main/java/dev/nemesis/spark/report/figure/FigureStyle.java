package dev.nemesis.spark.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** How figures look. Sizes are those of an image that is printed 7 inches wide. */
public final class FigureStyle {
  static final Color INK = new Color(0x26, 0x26, 0x26);
  static final Color FAINT_INK = new Color(0x59, 0x59, 0x59);
  static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
  static final Color FRAME = new Color(0x9A, 0x9A, 0x9A);
  static final Color AVERAGE_BACKGROUND = new Color(0xF5, 0xF5, 0xF0);

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 12);
  static final Font TICKS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font NOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 10);

  static final int MARKER_SIZE = 6;
  static final BasicStroke THIN = new BasicStroke(0.8f);
  static final BasicStroke SOLID =
      new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final BasicStroke DASHED = dashed(1.3f, 5f, 4f);
  static final BasicStroke DOTTED = dashed(1.6f, 2f, 2.5f);

  private FigureStyle() {}

  private static BasicStroke dashed(float width, float... lengths) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, lengths, 0f);
  }

  /** Whether Java can measure text here: a bare server may have no font at all. */
  public static boolean hasFonts() {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return g.getFontMetrics(TITLE).stringWidth("a") > 0;
    } catch (InternalError | LinkageError | RuntimeException e) {
      return false; // how it fails depends on which part is missing
    } finally {
      g.dispose();
    }
  }
}
