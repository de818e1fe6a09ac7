package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.InputException;
import dev.nemesis.testing.PaperFolders;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The 15 datasets of the paper, opened from folders laid out as theirs are. */
class PaperDatasetsTest {
  /** Their names in the paper's tables, by ours. */
  private static final Map<String, String> TITLES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("caltech101", "Caltech101"),
              Map.entry("imagenet", "ImageNet"),
              Map.entry("eurosat", "EuroSAT"),
              Map.entry("dtd", "DTD"),
              Map.entry("ucf101", "UCF101"),
              Map.entry("sun397", "SUN397"),
              Map.entry("oxford_pets", "OxfordPets"),
              Map.entry("fgvc_aircraft", "FGVCAircraft"),
              Map.entry("food101", "Food101"),
              Map.entry("oxford_flowers", "Flowers102"),
              Map.entry("stanford_cars", "StanfordCars"),
              Map.entry("imagenet_a", "ImageNet-A"),
              Map.entry("imagenet_r", "ImageNet-R"),
              Map.entry("imagenetv2", "ImageNetV2"),
              Map.entry("imagenet_sketch", "ImageNet-Sketch")));

  private static final Catalogue CATALOGUE = Catalogue.standard(new Configuration());

  @TempDir static Path root;

  @BeforeAll
  static void layThemOut() throws IOException {
    PaperFolders.lay(root);
  }

  @Test
  void allFifteenOpenAndTheirImagesDecode() {
    for (String name : TITLES.keySet()) {
      Dataset dataset = open(name);

      assertThat(dataset.test()).as(name).isNotEmpty();
      assertThat(dataset.digest()).as(name).matches("[0-9a-f]{64}");
      LabeledImage image = dataset.test().get(dataset.test().size() - 1);
      assertThat(dataset.pictures().read(image.path()).width()).as(name).isEqualTo(6);
      assertThat(image.label()).as(name).isLessThan(dataset.classNames().size());
    }
  }

  @ReadsShared
  @Test
  void titlesAndCountsAreThoseOfThePapersTable() throws IOException {
    List<String> rows =
        Files.readAllLines(Shared.path("paper/table_a1_datasets.csv")).stream().skip(1).toList();
    DeclaredDatasets declared = DeclaredDatasets.standard(new Configuration());
    List<String> ours = new ArrayList<>();
    TITLES.forEach(
        (name, title) -> {
          assertThat(CATALOGUE.title(name)).isEqualTo(title);
          DatasetCounts counts = declared.declared(name).counts().orElseThrow();
          String train = counts.train() == 0 ? "" : "" + counts.train();
          ours.add(title + "," + counts.classes() + "," + train + "," + counts.test());
        });

    assertThat(ours)
        .containsExactlyInAnyOrderElementsOf(
            rows.stream().map(row -> row.substring(0, row.lastIndexOf(','))).toList());
  }

  @ReadsShared
  @Test
  void classNamesAreTheReferencesInItsOrder(@TempDir Path real) throws IOException {
    PaperFolders.layReal(real);
    try (Stream<Path> lists = Files.list(Shared.path("real/classnames"))) {
      for (Path list : lists.toList()) {
        String name = list.getFileName().toString().replace(".txt", "");
        assertThat(CATALOGUE.open(name, real.toString()).classNames())
            .as(name)
            .isEqualTo(Files.readAllLines(list));
      }
    }
  }

  @Test
  void aircraftAreLabelledByTheirPlaceAmongTheVariants() {
    Dataset aircraft = open("fgvc_aircraft");

    assertThat(aircraft.train().get(0))
        .isEqualTo(new LabeledImage("1025794.jpg", aircraft.classNames().size() - 1));
    assertThat(aircraft.val()).hasSameSizeAs(aircraft.classNames());
  }

  @Test
  void imageNetIsLabelledByRankAndTestedOnItsValImages() {
    Dataset imageNet = open("imagenet");

    assertThat(imageNet.train().subList(0, 3))
        .containsExactly(
            new LabeledImage("train/n01440764/n01440764_1.JPEG", 0),
            new LabeledImage("train/n01440764/n01440764_2.JPEG", 0),
            new LabeledImage("train/n01443537/n01443537_1.JPEG", 1));
    assertThat(imageNet.val())
        .isEqualTo(imageNet.test())
        .allMatch(i -> i.path().startsWith("val/"));
  }

  @Test
  void theSecondImageNetIsLabelledByFolderNumberNotByRank() {
    Dataset second = open("imagenetv2");
    int last = second.classNames().size() - 1;

    assertThat(second.classNames()).isEqualTo(open("imagenet").classNames());
    assertThat(second.test())
        .contains(new LabeledImage("2/1.jpeg", 2), new LabeledImage(last + "/1.jpeg", last));
  }

  @Test
  void theSmallVariantsAreLabelledByTheRankOfTheirOwnFolders() {
    Dataset rendition = open("imagenet_r");
    Dataset imageNet = open("imagenet");

    assertThat(rendition.test().get(0)).isEqualTo(new LabeledImage("n01443537/art_0.jpg", 0));
    assertThat(rendition.classNames().get(0)).isEqualTo(imageNet.classNames().get(1));
    assertThat(rendition.classNames()).hasSizeLessThan(imageNet.classNames().size());
    assertThat(open("imagenet_sketch").classNames()).isEqualTo(imageNet.classNames());
  }

  @Test
  void theFourVariantsAreTargetsAndRefusedWhenTrainedOn() {
    for (String name : List.of("imagenetv2", "imagenet_sketch", "imagenet_a", "imagenet_r")) {
      Dataset variant = open(name);

      assertThat(variant.train()).isEmpty();
      assertThatThrownBy(() -> FewShot.draw(variant, 1, 1))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot train on the dataset "
                  + name
                  + ": it has test images only; train on another, and name it as a target");
    }
  }

  @Test
  void aAssumedDatasetHasTheDeclaredCountsAndNoFile() {
    Dataset assumed = CATALOGUE.assumed("ucf101");

    assertThat(assumed.classNames()).hasSize(101).contains("class 17");
    assertThat(assumed.train()).hasSize(7639);
    assertThat(assumed.test()).hasSize(3783);
    assertThat(FewShot.shortClasses(assumed, 75)).isEmpty();
    assertThat(FewShot.shortClasses(assumed, 76)).isNotEmpty();
    assertThat(assumed.digest()).doesNotMatch("[0-9a-f]{64}").contains("ucf101");
    String image = assumed.train().get(0).path();
    assertThatThrownBy(() -> assumed.pictures().read(image))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ucf101", "no file was opened");
    assertThat(CATALOGUE.assumed("imagenet_a").train()).isEmpty();
  }

  private static Dataset open(String name) {
    return CATALOGUE.open(name, root.toString());
  }
}
