package dev.nemesis.spark.report;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.nemesis.spark.report.FigureStyle.Line;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Figure 2 of the paper: accuracy by shots, a panel for the average and one per dataset, one line
 * per method and loss, one legend for all.
 */
final class Figure2 {
  private static final int PANEL_WIDTH = 300;
  private static final int PANEL_HEIGHT = 228;
  private static final int SIDE = 26;
  private static final int LEGEND_PADDING = 8;
  private static final int MARGIN = 10;
  private static final int LEGEND_ROW = 24;
  private static final int NOTE_ROW = 16;
  private static final int SAMPLE = 34;
  private static final int LABEL_GAP = 8;
  private static final int ENTRY_GAP = 28;
  private static final int PNG_SCALE = 2;

  private final List<Block> blocks;
  private final List<Line> lines;
  private final Panel panel;
  private final int columns;
  private final int width;
  private final int height;
  private final List<List<Line>> legend;
  private final List<List<String>> note;

  Figure2(FewShot fewShot) {
    blocks = fewShot.blocks();
    lines = lines(fewShot);
    panel = new Panel(fewShot, lines);
    columns = columns(blocks.size());
    width = SIDE + columns * PANEL_WIDTH + 2 * MARGIN;
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    int inner = width - 4 * MARGIN;
    FontMetrics legendMetrics = g.getFontMetrics(FigureStyle.LEGEND);
    legend = Flow.rows(lines, line -> entryWidth(line, legendMetrics), ENTRY_GAP, inner);
    FontMetrics noteMetrics = g.getFontMetrics(FigureStyle.NOTE);
    note =
        Flow.rows(
            List.of(note(fewShot, lines.size()).split(" ")),
            noteMetrics::stringWidth,
            noteMetrics.charWidth(' '),
            inner);
    g.dispose();
    height = panelsTop() + rows() * PANEL_HEIGHT + SIDE + note.size() * NOTE_ROW + 2 * MARGIN;
  }

  /** The figure as a PNG image, two pixels to a point. */
  byte[] png() {
    BufferedImage image =
        new BufferedImage(PNG_SCALE * width, PNG_SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(PNG_SCALE, PNG_SCALE);
    draw(g);
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalStateException("this Java runtime has no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The same figure as SVG. */
  byte[] svg() {
    VectorGraphics2D g = new VectorGraphics2D();
    draw(g);
    Document document =
        new SVGProcessor().getDocument(g.getCommands(), new PageSize(0, 0, width, height));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      document.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // VectorGraphics2D names the font it measured with, and nothing for where that is not
    // installed.
    String svg = out.toString(StandardCharsets.UTF_8);
    return svg.replace("&quot;;font-", "&quot;,sans-serif;font-").getBytes(StandardCharsets.UTF_8);
  }

  private void draw(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    drawLegend(g);
    for (int i = 0; i < blocks.size(); i++) {
      drawPanel(g, blocks.get(i), i % columns, i / columns);
    }
    drawAxisTitles(g);
    drawNote(g);
  }

  private void drawPanel(Graphics2D g, Block block, int column, int row) {
    AffineTransform before = g.getTransform();
    g.translate(MARGIN + SIDE + column * PANEL_WIDTH, panelsTop() + row * PANEL_HEIGHT);
    panel.draw(g, block, PANEL_WIDTH, PANEL_HEIGHT);
    g.setTransform(before);
  }

  private void drawLegend(Graphics2D g) {
    FontMetrics metrics = g.getFontMetrics(FigureStyle.LEGEND);
    int y = MARGIN + LEGEND_ROW / 2;
    for (List<Line> row : legend) {
      int x = (width - rowWidth(row, metrics)) / 2;
      for (Line line : row) {
        g.setColor(line.color());
        g.setStroke(line.stroke());
        g.drawLine(x, y, x + SAMPLE, y);
        g.setStroke(FigureStyle.SOLID);
        line.marker().paint(g, x + SAMPLE / 2.0, y, FigureStyle.MARKER_SIZE);
        text(g, FigureStyle.LEGEND, FigureStyle.INK, line.label(), x + SAMPLE + LABEL_GAP, y + 5);
        x += entryWidth(line, metrics) + ENTRY_GAP;
      }
      y += LEGEND_ROW;
    }
  }

  private void drawAxisTitles(Graphics2D g) {
    String shots = "Training images per class (shots)";
    String accuracy = "Test accuracy (%)";
    FontMetrics metrics = g.getFontMetrics(FigureStyle.AXIS);
    int panelsBottom = panelsTop() + rows() * PANEL_HEIGHT;
    int middle = MARGIN + SIDE + columns * PANEL_WIDTH / 2;
    text(
        g,
        FigureStyle.AXIS,
        FigureStyle.INK,
        shots,
        middle - metrics.stringWidth(shots) / 2,
        panelsBottom + metrics.getAscent());
    AffineTransform before = g.getTransform();
    g.translate(
        MARGIN + metrics.getAscent(),
        (panelsTop() + panelsBottom + metrics.stringWidth(accuracy)) / 2);
    g.rotate(-Math.PI / 2);
    text(g, FigureStyle.AXIS, FigureStyle.INK, accuracy, 0, 0);
    g.setTransform(before);
  }

  private void drawNote(Graphics2D g) {
    int y = height - MARGIN - note.size() * NOTE_ROW + NOTE_ROW;
    for (List<String> row : note) {
      text(g, FigureStyle.NOTE, FigureStyle.FAINT_INK, String.join(" ", row), 2 * MARGIN, y);
      y += NOTE_ROW;
    }
  }

  private static void text(Graphics2D g, Font font, Color color, String text, int x, int y) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(text, x, y);
  }

  private static int entryWidth(Line line, FontMetrics metrics) {
    return SAMPLE + LABEL_GAP + metrics.stringWidth(line.label());
  }

  private static int rowWidth(List<Line> row, FontMetrics metrics) {
    return row.stream().mapToInt(line -> entryWidth(line, metrics) + ENTRY_GAP).sum() - ENTRY_GAP;
  }

  private int panelsTop() {
    return MARGIN + legend.size() * LEGEND_ROW + LEGEND_PADDING;
  }

  private int rows() {
    return (blocks.size() + columns - 1) / columns;
  }

  private static int columns(int panels) {
    return panels <= 4 ? panels : panels <= 6 ? 3 : 4;
  }

  private static List<Line> lines(FewShot fewShot) {
    List<Setting> chosen = LineChoice.of(fewShot);
    SettingLabels labels = SettingLabels.of(fewShot.settings());
    List<Line> lines = new ArrayList<>();
    int place = 0;
    for (Setting setting : chosen) {
      lines.add(Line.of(setting, labels.of(setting), place));
      place += setting.isZeroShot() ? 0 : 1;
    }
    return lines;
  }

  /** What a reader has to know to trust the lines. */
  private static String note(FewShot fewShot, int drawn) {
    StringBuilder text = new StringBuilder();
    if (drawn < fewShot.settings().size()) {
      text.append("Of the settings tried with one method and loss, the one with the highest test ");
      text.append(
          "accuracy averaged over all datasets and shots is drawn (legend); the table has ");
      text.append("all. ");
    }
    if (fewShot.seeds() > 1) {
      text.append("Bars: sample standard deviation over seeds (").append(fewShot.seeds());
      text.append("). ");
    }
    Gaps gaps = Gaps.of(fewShot);
    if (gaps.missing() > 0 || gaps.fewerSeeds() > 0) {
      text.append("Of %d results %d are missing ".formatted(gaps.entries(), gaps.missing()));
      text.append("and %d have fewer seeds; ".formatted(gaps.fewerSeeds()));
      text.append("the average has no point where a dataset is missing. ");
    }
    return text.toString().strip();
  }
}
