package dev.nemesis.spark.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/** Texts on a drawing, by the point they stand at. */
record Canvas(Graphics2D g) {

  /** Text that starts at x. */
  void text(Font font, Color color, String text, double x, double baseline) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(text, (float) x, (float) baseline);
  }

  /** Text around x. */
  void centred(Font font, String text, double x, double baseline) {
    text(font, FigureStyle.INK, text, x - width(font, text) / 2, baseline);
  }

  /** Text that ends at x. */
  void right(Font font, String text, double x, double baseline) {
    text(font, FigureStyle.INK, text, x - width(font, text), baseline);
  }

  /** Text that runs upwards, its baseline at x, around y. */
  void upwards(Font font, String text, double x, double y) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    g.rotate(-Math.PI / 2);
    centred(font, text, 0, 0);
    g.setTransform(before);
  }

  private double width(Font font, String text) {
    return g.getFontMetrics(font).getStringBounds(text, g).getWidth();
  }
}
