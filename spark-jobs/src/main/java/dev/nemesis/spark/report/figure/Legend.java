package dev.nemesis.spark.report.figure;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;

/** One legend for all panels: a row of lines and their labels, or several. */
final class Legend {
  private static final int ROW = 22;
  private static final int SAMPLE = 32;
  private static final int LABEL_GAP = 6;
  private static final int ENTRY_GAP = 22;

  private final FontMetrics metrics;
  private final List<List<SeriesStyle>> rows;

  Legend(List<SeriesStyle> styles, FontMetrics metrics, int width) {
    this.metrics = metrics;
    this.rows = Flow.rows(styles, this::width, ENTRY_GAP, width);
  }

  int height() {
    return rows.size() * ROW;
  }

  /** Draws it around x, down from y. */
  void draw(Graphics2D g, int middle, int top) {
    double y = top + ROW / 2.0;
    for (List<SeriesStyle> row : rows) {
      double x =
          middle - (row.stream().mapToInt(this::width).sum() + ENTRY_GAP * (row.size() - 1)) / 2.0;
      for (SeriesStyle style : row) {
        g.setColor(style.color());
        g.setStroke(style.stroke());
        g.drawLine((int) x, (int) y, (int) x + SAMPLE, (int) y);
        g.setStroke(FigureStyle.SOLID);
        style.marker().paint(g, (int) x + SAMPLE / 2.0, (int) y, FigureStyle.MARKER_SIZE);
        new Canvas(g)
            .text(
                FigureStyle.LEGEND, FigureStyle.INK, style.label(), x + SAMPLE + LABEL_GAP, y + 4);
        x += width(style) + ENTRY_GAP;
      }
      y += ROW;
    }
  }

  private int width(SeriesStyle style) {
    return SAMPLE + LABEL_GAP + metrics.stringWidth(style.label());
  }
}
