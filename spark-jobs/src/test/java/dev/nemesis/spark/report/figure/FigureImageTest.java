package dev.nemesis.spark.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportFigure.Curve;
import dev.nemesis.spark.report.model.ReportFigure.Panel;
import dev.nemesis.spark.report.model.ReportFigure.Point;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FigureImageTest {
  private static final List<Integer> SHOTS = List.of(1, 2, 4, 8, 16);

  @Test
  void thePngShowsEveryCurveInEveryPanel() throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(FigureImage.of(fewShot(12)).png()));

    assertThat(image.getWidth())
        .as("four panels and a y title, three pixels a point")
        .isEqualTo(2796);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        BufferedImage panel = image.getSubimage(90 + column * 672, 100 + row * 546, 640, 500);
        assertThat(colours(panel))
            .as("panel %d, %d", row, column)
            .contains(new Color(0x0072B2), new Color(0xD55E00), FigureStyle.FAINT_INK);
      }
    }
  }

  @Test
  void theSvgHasOneLegendOneAxisTitleAndATitlePerPanel() throws Exception {
    List<String> texts = texts(fewShot(3));

    assertThat(texts)
        .containsOnlyOnce("Zero-shot CLIP", "CoOp", "CoOp + PUN (ω = 10)")
        .containsOnlyOnce("Shots", "Test accuracy (%)")
        .containsOnlyOnce("Average over 2 datasets", "dataset 1", "dataset 2");
    assertThat(String.join(" ", texts))
        .contains("Bars: sample standard deviation over seeds. Two cells are missing.");
  }

  @Test
  void everyTextOfTheSvgHasASizeAndAFontForWhereItsOwnIsMissing() throws Exception {
    assertThat(elements(fewShot(2)))
        .isNotEmpty()
        .allMatch(text -> text.getAttribute("style").contains(",sans-serif;font-size:"));
  }

  @Test
  void panelsWithAYLabelOfTheirOwnHaveItAtTheirAxis() throws Exception {
    List<String> texts = texts(alongTraining());

    assertThat(texts).containsOnlyOnce("Norm", "Epoch", "Test accuracy (%)");
    assertThat(texts).filteredOn("1 shot"::equals).hasSize(2);
    assertThat(texts).doesNotContain("unused");
    assertThat(String.join(" ", texts)).contains("Bands: sample standard deviation");
  }

  @Test
  void aCurveThatHasNoShotsIsALevelOverAllShotsWithAStar() {
    Map<String, XYSeries> series = series(fewShot(1), 0);

    assertThat(series.get("Zero-shot CLIP").getXData()).containsExactly(0, 5);
    assertThat(series.get("Zero-shot CLIP").getYData()).containsExactly(50, 50);
    assertThat(series.get("Zero-shot CLIP at 0").getMarker()).isInstanceOf(Star.class);
  }

  @Test
  void aCurveThatDoesNotVaryIsALevelWhereXIsLinear() {
    Curve learned = curve("as learned", IntStream.rangeClosed(1, 16), 90, 0);
    Curve rescaled = curve("0.5", IntStream.rangeClosed(1, 16), 80, 0.5);

    assertThat(SeriesStyle.of(linear(learned, rescaled)))
        .extracting(SeriesStyle::isLevel)
        .containsExactly(true, false);
    assertThat(series(linear(learned, rescaled), 0).get("as learned").getXData())
        .containsExactly(1, 16);
  }

  @Test
  void shotsWithoutAPointBreakTheLine() {
    Curve gappy = new Curve("CoOp", List.of(new Point(1, 60, null, 1), new Point(4, 64, 1.5, 3)));
    Curve whole = curve("PUN", SHOTS.stream().mapToInt(Integer::intValue), 60, 1);

    Map<String, XYSeries> series =
        series(figure(true, new Panel("a", "", List.of(gappy, whole))), 0);

    assertThat(series.get("CoOp").getYData())
        .containsExactly(60, Double.NaN, 64, Double.NaN, Double.NaN);
    assertThat(series.get("CoOp").getExtraValues()).containsExactly(0, 0, 1.5, 0, 0);
  }

  @Test
  void barsOfCurvesThatMeetStandSideBySide() {
    Map<String, XYSeries> series = series(fewShot(1), 0);

    assertThat(series.get("CoOp").getXData()[1]).isEqualTo(0.965);
    assertThat(series.get("CoOp + PUN (ω = 10)").getXData()[1]).isEqualTo(1.035);
  }

  @Test
  void aCurveOfManyPointsHasABandAndFewMarkers() {
    Map<String, XYSeries> series = series(alongTraining(), 0);

    assertThat(series.get("CoOp").getMarker()).isEqualTo(SeriesMarkers.NONE);
    assertThat(series.get("CoOp").getExtraValues()).isNull();
    assertThat(series.get("markers of CoOp").getXData()).hasSize(5);
    assertThat(series.get("band of CoOp").getYData()[0]).isEqualTo(42);
    assertThat(series.get("band of CoOp").getYData()[99]).isEqualTo(38);
  }

  @Test
  void everyOneOfTenCurvesLooksDifferent() {
    Curve[] curves =
        IntStream.range(0, 10)
            .mapToObj(i -> curve("N = " + i, IntStream.range(0, 4), i, 1))
            .toArray(Curve[]::new);

    assertThat(SeriesStyle.of(linear(curves)))
        .extracting(look -> List.of(look.color(), look.stroke()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aFigureWithoutAnyPointIsDrawnAllTheSame() throws Exception {
    assertThat(texts(figure(false, new Panel("empty", "", List.of())))).contains("empty");
    assertThat(texts(figure(true, new Panel("empty", "", List.of())))).contains("empty");
  }

  /** A figure 2 of so many panels, the average's first. */
  private static ReportFigure fewShot(int panels) {
    List<Panel> all =
        IntStream.range(0, panels)
            .mapToObj(
                i ->
                    new Panel(
                        i == 0 ? "Average over 2 datasets" : "dataset " + i,
                        "",
                        List.of(
                            new Curve("Zero-shot CLIP", List.of(new Point(0, 50, null, 1))),
                            curve("CoOp", SHOTS.stream().mapToInt(s -> s), 40 + i, 1),
                            curve("CoOp + PUN (ω = 10)", SHOTS.stream().mapToInt(s -> s), 45, 1))))
            .toList();
    return new ReportFigure(
        "figure_2",
        "Figure 2",
        "few-shot learning",
        "",
        "Shots",
        "Test accuracy (%)",
        true,
        all,
        List.of("Two cells are missing."));
  }

  /** A figure A2: the norm and the accuracy after each of 50 epochs. */
  private static ReportFigure alongTraining() {
    Curve curve = curve("CoOp", IntStream.range(0, 50), 40, 0.1);
    return new ReportFigure(
        "figure_a2",
        "Figure A2",
        "along the training",
        "",
        "Epoch",
        "unused",
        false,
        List.of(
            new Panel("1 shot", "Norm", List.of(curve)),
            new Panel("1 shot", "Test accuracy (%)", List.of(curve))),
        List.of());
  }

  private static ReportFigure linear(Curve... curves) {
    return figure(false, new Panel("a", "", List.of(curves)));
  }

  private static ReportFigure figure(boolean isByRank, Panel panel) {
    return new ReportFigure("f", "", "f", "", "x", "y", isByRank, List.of(panel), List.of());
  }

  private static Curve curve(String label, IntStream xs, double first, double slope) {
    return new Curve(label, xs.mapToObj(x -> new Point(x, first + slope * x, 2.0, 3)).toList());
  }

  private static Map<String, XYSeries> series(ReportFigure figure, int panel) {
    Axis axis = new Axis(0, 1, List.of());
    return new PanelPlot(figure, SeriesStyle.of(figure))
        .chart(figure.panels().get(panel), axis, axis, 200, 100)
        .getSeriesMap();
  }

  private static List<String> texts(ReportFigure figure) throws Exception {
    return elements(figure).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(ReportFigure figure) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    byte[] svg = FigureImage.of(figure).svg();
    Element root =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg)).getDocumentElement();
    NodeList nodes = root.getElementsByTagName("text");
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static Stream<Color> colours(BufferedImage image) {
    return IntStream.of(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .mapToObj(Color::new);
  }
}
