package dev.nemesis.spark.report.figure;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportFigure.Panel;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A figure of a report as an image, for a page's width: panels, one legend, notes below. */
public final class FigureImage {
  private static final int MARGIN = 8;
  private static final int SIDE = 20;
  private static final int LEGEND_PADDING = 4;
  private static final int PANEL_GAP = 6;
  private static final int NOTE_ROW = 14;
  private static final int NOTE_PADDING = 8;
  private static final int PNG_SCALE = 3;

  private final ReportFigure figure;
  private final PanelPlot plot;
  private final boolean hasOwnYLabels;
  private final int columns;
  private final int panelWidth;
  private final int panelHeight;
  private final int width;
  private final int height;
  private final Legend legend;
  private final List<List<String>> note;

  private FigureImage(ReportFigure figure) {
    this.figure = figure;
    List<SeriesStyle> styles = SeriesStyle.of(figure);
    plot = new PanelPlot(figure, styles);
    hasOwnYLabels = figure.panels().stream().anyMatch(panel -> !panel.yLabel().isEmpty());
    int panels = figure.panels().size();
    columns = panels <= 4 ? Math.max(panels, 1) : panels <= 6 ? 3 : 4;
    panelWidth = columns == 1 ? 420 : columns == 2 ? 380 : columns == 3 ? 280 : 224;
    panelHeight = columns <= 2 ? 260 : columns == 3 ? 200 : 176;
    width = left() + columns * panelWidth + 2 * MARGIN;
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    int inner = width - 4 * MARGIN;
    legend = new Legend(styles, g.getFontMetrics(FigureStyle.LEGEND), inner);
    FontMetrics metrics = g.getFontMetrics(FigureStyle.NOTE);
    List<String> words =
        Arrays.stream(note(figure).split(" ", -1)).filter(s -> !s.isEmpty()).toList();
    note = Flow.rows(words, metrics::stringWidth, metrics.charWidth(' '), inner);
    g.dispose();
    height = notesTop() + note.size() * NOTE_ROW + MARGIN;
  }

  /**
   * The image of a figure.
   *
   * @throws RuntimeException or an error of AWT where {@link FigureStyle#hasFonts} is false
   */
  public static FigureImage of(ReportFigure figure) {
    return new FigureImage(figure);
  }

  /**
   * Returns the image as PNG, three pixels to a point: about 390 pixels an inch on a page's width.
   */
  public byte[] png() {
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

  /** Returns the image as SVG, in UTF-8. */
  public byte[] svg() {
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
    // installed; and it leaves out the size 12, its own default and not SVG's. A size it does
    // write comes later and counts.
    String svg = out.toString(StandardCharsets.UTF_8);
    return svg.replaceAll("(font-family:&quot;[^&]*&quot;);", "$1,sans-serif;font-size:12px;")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void draw(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    legend.draw(g, width / 2, MARGIN);
    for (int i = 0; i < figure.panels().size(); i++) {
      drawPanel(g, figure.panels().get(i), i % columns, i / columns);
    }
    drawAxisTitles(new Canvas(g));
    drawNote(new Canvas(g));
  }

  private void drawPanel(Graphics2D g, Panel panel, int column, int row) {
    AffineTransform before = g.getTransform();
    g.translate(
        MARGIN + left() + column * panelWidth, panelsTop() + row * (panelHeight + PANEL_GAP));
    String own = panel.yLabel().isEmpty() ? figure.yLabel() : panel.yLabel();
    plot.draw(g, panel, hasOwnYLabels ? own : "", panelWidth, panelHeight);
    g.setTransform(before);
  }

  private void drawAxisTitles(Canvas canvas) {
    int middle = MARGIN + left() + columns * panelWidth / 2;
    canvas.centred(FigureStyle.AXIS, figure.xLabel(), middle, panelsBottom() + 13);
    if (!hasOwnYLabels) {
      canvas.upwards(
          FigureStyle.AXIS, figure.yLabel(), MARGIN + 12, (panelsTop() + panelsBottom()) / 2.0);
    }
  }

  private void drawNote(Canvas canvas) {
    int y = notesTop();
    for (List<String> row : note) {
      y += NOTE_ROW;
      canvas.text(
          FigureStyle.NOTE, FigureStyle.FAINT_INK, String.join(" ", row), 2 * MARGIN, y - 4);
    }
  }

  /** Room for a y title that all panels share. */
  private int left() {
    return hasOwnYLabels ? 0 : SIDE;
  }

  private int panelsTop() {
    return MARGIN + legend.height() + LEGEND_PADDING;
  }

  private int panelsBottom() {
    int rows = (figure.panels().size() + columns - 1) / columns;
    return panelsTop() + rows * (panelHeight + PANEL_GAP) - PANEL_GAP;
  }

  private int notesTop() {
    return panelsBottom() + SIDE + (note.isEmpty() ? 0 : NOTE_PADDING);
  }

  /** Returns the text below a figure: the meaning of bars or bands, then the figure's notes. */
  private static String note(ReportFigure figure) {
    List<ReportFigure.Curve> curves =
        figure.panels().stream().flatMap(panel -> panel.curves().stream()).toList();
    boolean hasSpread =
        curves.stream()
            .flatMap(curve -> curve.points().stream())
            .map(ReportFigure.Point::std)
            .anyMatch(Objects::nonNull);
    boolean isDense =
        !figure.isByRank()
            && curves.stream().anyMatch(curve -> SeriesStrokes.isDense(curve.points().size()));
    String spread =
        !hasSpread ? "" : (isDense ? "Bands" : "Bars") + ": sample standard deviation over seeds. ";
    return (spread + String.join(" ", figure.notes())).strip();
  }
}
