package dev.nemesis.spark.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.feature.BrokenImage;
import dev.nemesis.feature.FeatureKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokenImageReportTest {
  @Test
  void aFileIsToldOnceHoweverManyFeaturesNeedIt() {
    BrokenImageReport report =
        BrokenImageReport.of(
            List.of(
                broken("pets", 1, 7, "b.jpg", "it is empty"),
                broken("pets", 17, 7, "b.jpg", "it is empty"),
                broken("pets", 1, 3, "a.jpg", "it is cut short"),
                broken("dtd", 1, 0, "a.jpg", "it is broken (x:\n y)")));
    assertThat(report.lines("Broken image"))
        .isEqualTo(
            """
            Broken image: dtd/a.jpg: it is broken (x: y)
            Broken image: pets/a.jpg: it is cut short
            Broken image: pets/b.jpg: it is empty
            """);
    assertThat(report.refusal("F/broken_images.csv"))
        .hasMessage(
            "Cannot use 1 image of dataset dtd and 2 images of dataset pets (dtd/a.jpg: it is"
                + " broken (x: y)); mend or remove them, or run a grid with --set"
                + " data.broken_images=skip; all are listed in F/broken_images.csv");
  }

  @Test
  void aScreenShowsTwentyAndTheFileAll() {
    List<BrokenImage> many = new ArrayList<>();
    for (int i = 0; i < 1025; i++) {
      many.add(broken("pets", 1, i, "%04d.jpg".formatted(i), "it is empty"));
    }
    BrokenImageReport report = BrokenImageReport.of(many);
    assertThat(report.lines("Broken image"))
        .hasLineCount(21)
        .contains("pets/0019.jpg: it is empty\n")
        .endsWith("\nand 1,005 more\n");
    assertThat(report.csv()).hasLineCount(1026).endsWith("\npets,1024.jpg,it is empty\n");
    assertThat(BrokenImageReport.of(many.subList(0, 20)).lines("Broken image")).hasLineCount(20);
  }

  @Test
  void whatACommaOrAQuoteWouldBreakIsQuoted() {
    BrokenImage image = broken("pets", 1, 0, "a, \"b\".jpg", "it is broken (\n)");
    assertThat(BrokenImageReport.of(List.of(image)).csv())
        .isEqualTo("dataset,path,reason\npets,\"a, \"\"b\"\".jpg\",\"it is broken (\n)\"\n");
  }

  private static BrokenImage broken(
      String dataset, int regions, int image, String path, String reason) {
    FeatureKey key = FeatureKey.test("w".repeat(12), dataset, "d".repeat(12), regions);
    return new BrokenImage(key, image, path, reason);
  }
}
