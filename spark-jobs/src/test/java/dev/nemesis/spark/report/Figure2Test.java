package dev.nemesis.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.PromptSpec;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class Figure2Test extends WithSpark {
  private static final List<Integer> SHOTS = List.of(1, 2, 4, 8, 16);

  private static FewShot eleven;
  private static FewShot two;

  @BeforeAll
  static void readBenchmarks() {
    eleven = fewShot(benchmark(11));
    two = fewShot(benchmark(2));
  }

  /** A benchmark of so many datasets, whose best omega is 10 for PUN and 0.1 for PAN. */
  private static Results benchmark(int datasets) {
    Random random = new Random(7);
    Results results = new Results();
    for (int d = 0; d < datasets; d++) {
      String dataset = "mini-" + (char) ('a' + d);
      double chance = 35 + 40 * random.nextDouble();
      results.zeroShot(dataset, chance);
      for (long seed = 1; seed <= 3; seed++) {
        for (int s = 0; s < SHOTS.size(); s++) {
          double coop = chance - 3 + 4.5 * s;
          int shots = SHOTS.get(s);
          results.coop(dataset, shots, seed, coop + random.nextGaussian());
          for (double omega : new double[] {0.1, 1, 10}) {
            double pun = coop + 1 + Math.log10(omega);
            double pan = coop + 2 - Math.log10(omega);
            results.pun(dataset, omega, shots, seed, pun + random.nextGaussian());
            results.pan(dataset, omega, shots, seed, pan + random.nextGaussian());
          }
        }
      }
    }
    return results;
  }

  @Test
  void theBestOmegaOfEachLossIsDrawnAndNamed() {
    SettingLabels labels = SettingLabels.of(two.settings());
    assertThat(LineChoice.of(two).stream().map(labels::of))
        .containsExactly("Zero-shot CLIP", "CoOp", "CoOp + PUN (ω = 10)", "CoOp + PAN (ω = 0.1)");
  }

  @Test
  void anOmegaWithFewerResultsIsNoRival() {
    Results results = benchmark(2).pun("mini-a", 50, 16, 1, 99.9);

    assertThat(LineChoice.of(fewShot(results)))
        .filteredOn(setting -> setting.loss().equals("pun"))
        .extracting(Setting::omega)
        .containsExactly(10.0);
  }

  @Test
  void everyMethodHasLinesOfItsOwnWhateverItsPrompts() {
    PromptSpec front = new PromptSpec(16, ClassTokenPosition.FRONT, false, 1, null);
    Results results =
        new Results()
            .add("a", Results.none("coop", Results.COOPS), 1, 1, 60.0)
            .add("a", Results.none("coop", front), 1, 1, 61.0)
            .add("a", Results.none("plot", Results.PLOTS), 1, 1, 99.0)
            .add("a", Results.pun("plot", 1, Results.PLOTS), 1, 1, 50.0)
            .add("a", Results.none("cocoop", Results.COCOOPS), 1, 1, 10.0);

    assertThat(LineChoice.of(fewShot(results)))
        .containsExactly(
            Results.none("coop", front),
            Results.none("plot", Results.PLOTS),
            Results.pun("plot", 1, Results.PLOTS),
            Results.none("cocoop", Results.COCOOPS));
  }

  @Test
  void theAverageHasNoPointWhereADatasetIsMissing() {
    Results results =
        new Results()
            .coop("a", 1, 1, 60)
            .coop("a", 2, 1, 62)
            .coop("a", 4, 1, 64)
            .coop("b", 1, 1, 40)
            .coop("b", 4, 1, 44);
    FewShot fewShot = fewShot(results);
    Setting coop = fewShot.settings().get(0);
    Panel panel = new Panel(fewShot, List.of(FigureStyle.Line.of(coop, "CoOp", 0)));

    Map<String, XYSeries> average = panel.chart(fewShot.blocks().get(0), 300, 200).getSeriesMap();
    Map<String, XYSeries> a = panel.chart(fewShot.blocks().get(1), 300, 200).getSeriesMap();

    assertThat(average.get("CoOp").getYData()).containsExactly(50, Double.NaN, 54);
    assertThat(a.get("CoOp").getYData()).containsExactly(60, 62, 64);
  }

  @Test
  void thePngShowsEveryLineInEveryPanel() throws Exception {
    byte[] png = new Figure2(eleven).png();

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).as("four panels of 600 pixels and a margin").isBetween(2400, 2560);
    assertThat(image.getHeight())
        .as("three of 456, and legend, axis and note")
        .isBetween(1450, 1650);
    int panelWidth = (image.getWidth() - 72) / 4;
    int panelHeight = 456;
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        BufferedImage panel =
            image.getSubimage(72 + column * panelWidth, 90 + row * panelHeight, 500, 400);
        assertThat(colours(panel))
            .as("panel %d, %d", row, column)
            .contains(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73));
      }
    }
  }

  @Test
  void theSvgIsXmlWithOneLegendAndATitlePerPanel() throws Exception {
    byte[] svg = new Figure2(eleven).svg();

    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Element root =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg)).getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    NodeList nodes = root.getElementsByTagName("text");
    List<Element> texts =
        IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    for (String once :
        List.of("Zero-shot CLIP", "CoOp", "CoOp + PUN (ω = 10)", "Average over 11 datasets")) {
      assertThat(texts.stream().filter(text -> text.getTextContent().equals(once)))
          .as(once)
          .hasSize(1);
    }
    assertThat(texts.stream().map(Element::getTextContent)).contains("mini-a", "mini-k");
    assertThat(texts)
        .as("a reader without the font still gets one like it")
        .allMatch(text -> text.getAttribute("style").contains(",sans-serif;"));
  }

  @Test
  void theNoteOwnsUpToChoicesAndGaps() throws Exception {
    String whole = text(new Figure2(two).svg());
    String gappy = text(new Figure2(fewShot(benchmark(2).coop("mini-z", 1, 1, 50))).svg());

    assertThat(whole)
        .contains("one method and loss, the one with the highest test accuracy")
        .doesNotContain("missing");
    assertThat(gappy).contains("are missing");
  }

  private static String text(byte[] svg) {
    return new String(svg, StandardCharsets.UTF_8)
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }

  private static Stream<Color> colours(BufferedImage image) {
    return IntStream.of(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .mapToObj(Color::new);
  }
}
