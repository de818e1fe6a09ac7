package dev.nemesis.spark.report.figure;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.style.markers.Marker;

/** A five-pointed star, the usual sign of zero-shot CLIP in few-shot figures. */
final class Star extends Marker {
  private static final int POINTS = 5;
  private static final double WAIST = 0.42;

  @Override
  public void paint(Graphics2D g, double x, double y, int size) {
    Path2D star = new Path2D.Double();
    for (int i = 0; i < 2 * POINTS; i++) {
      double radius = i % 2 == 0 ? size : size * WAIST;
      double angle = Math.PI * i / POINTS - Math.PI / 2;
      double px = x + radius * Math.cos(angle);
      double py = y + radius * Math.sin(angle);
      if (i == 0) {
        star.moveTo(px, py);
      } else {
        star.lineTo(px, py);
      }
    }
    star.closePath();
    g.fill(star);
  }
}
