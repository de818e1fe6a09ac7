package dev.nemesis.data.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Picture;
import dev.nemesis.error.InputException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MiniDatasetsTest {
  private static final int SHOTS_AT_MOST = 16;

  @Test
  void thereAreElevenDatasetsAndFourVariantsOfTheFirst() {
    assertThat(MiniDatasets.names()).hasSize(11).doesNotHaveDuplicates();
    assertThat(MiniDatasets.variants())
        .hasSize(4)
        .allMatch(name -> name.startsWith(MiniDatasets.names().get(0) + "-"));
    assertThat(everyName()).allMatch(name -> name.startsWith("mini-"));
  }

  @Test
  void aPictureIsTheSameBitsOnEveryMachine() throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (String name : everyName()) {
      Dataset dataset = MiniDatasets.open(name);
      for (int label = 0; label < dataset.classNames().size(); label++) {
        sha.update(dataset.pictures().read(firstOf(dataset.test(), label).path()).rgb());
      }
    }
    assertThat(HexFormat.of().formatHex(sha.digest()))
        .as("drawings have changed: raise MiniDatasets.DRAWING_VERSION and pretrain again")
        .isEqualTo("18e31d99007e0f9a106d74567c84b842ca2b8d07d4d3bc3a0fefbe963eaa5119");
  }

  @Test
  void everyClassHasEnoughImagesForSixteenShotsAndForMeasuring() {
    for (String name : MiniDatasets.names()) {
      Dataset dataset = MiniDatasets.open(name);
      assertThat(dataset.classNames()).hasSizeBetween(4, 40).doesNotHaveDuplicates();
      for (int label = 0; label < dataset.classNames().size(); label++) {
        assertThat(count(dataset.train(), label)).as(name).isGreaterThanOrEqualTo(SHOTS_AT_MOST);
        assertThat(count(dataset.val(), label)).as(name).isGreaterThanOrEqualTo(4);
        assertThat(count(dataset.test(), label)).as(name).isGreaterThanOrEqualTo(12);
      }
    }
  }

  @Test
  void noPictureIsInTwoSplits() {
    for (String name : MiniDatasets.names()) {
      Dataset dataset = MiniDatasets.open(name);
      List<LabeledImage> all = new ArrayList<>(dataset.train());
      all.addAll(dataset.val());
      all.addAll(dataset.test());
      Set<Integer> pixels = new HashSet<>();
      for (LabeledImage image : all) {
        pixels.add(Arrays.hashCode(dataset.pictures().read(image.path()).rgb()));
      }
      assertThat(pixels).as(name).hasSize(all.size());
    }
  }

  @Test
  void aVariantHasTheClassesOfTheGeneralDatasetAndTestImagesOnly() {
    Dataset general = MiniDatasets.open(MiniDatasets.names().get(0));
    for (String name : MiniDatasets.variants()) {
      Dataset variant = MiniDatasets.open(name);
      assertThat(variant.classNames()).isEqualTo(general.classNames());
      assertThat(variant.train()).isEmpty();
      assertThat(variant.test()).isNotEmpty();
      assertThat(variant.digest()).isNotEqualTo(general.digest());
    }
  }

  @Test
  void aSketchIsGray() {
    Dataset sketches = MiniDatasets.open("mini-objects-sketch");
    Picture picture = sketches.pictures().read(sketches.test().get(0).path());
    for (int i = 0; i < picture.rgb().length; i += 3) {
      assertThat(picture.rgb()[i]).isEqualTo(picture.rgb()[i + 1]).isEqualTo(picture.rgb()[i + 2]);
    }
  }

  @Test
  void someClassNamesAreInNoCaption() {
    Map<Topic, Set<String>> unspoken =
        MiniDatasets.TOPICS.stream().collect(Collectors.toMap(t -> t, Topic::unspoken));
    assertThat(unspoken.values().stream().filter(names -> !names.isEmpty())).hasSizeGreaterThan(8);
    unspoken.forEach((topic, names) -> assertThat(topic.classNames()).containsAll(names));
    Set<String> names = unspoken.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    for (int batch = 0; batch < 100; batch++) {
      for (String caption : Lessons.captions(7, batch, 100, 0.5)) {
        String words = " " + caption.replaceAll("[^a-z]+", " ") + " ";
        assertThat(names).noneMatch(name -> words.contains(" " + name + " "));
      }
    }
  }

  @Test
  void aSpokenClassNameIsInSomeCaption() {
    String captions =
        IntStream.range(0, 300)
            .mapToObj(batch -> String.join(" ", Lessons.captions(7, batch, 100, 0)))
            .collect(Collectors.joining(" "));
    for (Topic topic : MiniDatasets.TOPICS) {
      for (String name : topic.classNames()) {
        if (!topic.unspoken().contains(name) && !name.equals("one things")) {
          assertThat(captions).contains(name);
        }
      }
    }
  }

  @Test
  void anUnknownNameOrPathIsAnErrorOfTheUser() {
    assertThatThrownBy(() -> MiniDatasets.open("mini-planes"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot find")
        .hasMessageContaining("mini-planes")
        .hasMessageContaining("mini-shapes");
    Dataset shapes = MiniDatasets.open("mini-shapes");
    assertThat(shapes.pictures().exists("mini-shapes/test/000123")).isTrue();
    assertThat(shapes.pictures().exists("mini-flags/test/000123")).isFalse();
    assertThatThrownBy(() -> shapes.pictures().read("mini-shapes/test/12"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mini-shapes/test/12");
  }

  private static List<String> everyName() {
    List<String> names = new ArrayList<>(MiniDatasets.names());
    names.addAll(MiniDatasets.variants());
    return names;
  }

  private static LabeledImage firstOf(List<LabeledImage> images, int label) {
    return images.stream().filter(image -> image.label() == label).findFirst().orElseThrow();
  }

  private static long count(List<LabeledImage> images, int label) {
    return images.stream().filter(image -> image.label() == label).count();
  }
}
