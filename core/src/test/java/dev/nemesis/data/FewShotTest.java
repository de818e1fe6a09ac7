package dev.nemesis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.InputException;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FewShotTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "dtd, DescribableTextures",
    "eurosat, EuroSAT",
    "oxford_pets, OxfordPets",
  })
  void everySubsetOfCoOpIsDrawnImageForImage(String name, String split) throws IOException {
    Dataset dataset = dataset(Shared.path("real/splits/split_zhou_" + split + ".json"));
    for (int shots : new int[] {1, 2, 4, 8, 16}) {
      for (int seed = 1; seed <= 3; seed++) {
        JsonNode recorded =
            JSON.readTree(
                Shared.path("real/fewshot/%s/shot_%d-seed_%d.json".formatted(name, shots, seed))
                    .toFile());
        FewShot drawn = FewShot.draw(dataset, shots, seed);

        assertSame(drawn.train(), recorded.at("/train/data"));
        assertSame(drawn.val(), recorded.at("/val/data"));
      }
    }
  }

  @Test
  void aClassWithFewerImagesThanShotsGivesWhatItHas() {
    Dataset dataset = trainedOn(both(images(0, 3), images(1, 20)));

    assertThat(FewShot.train(dataset, 8, 1))
        .hasSize(11)
        .startsWith(images(0, 3).toArray(LabeledImage[]::new));
  }

  @Test
  void classesComeInTheOrderTheTrainListNamesThem() {
    Dataset dataset = trainedOn(both(both(images(2, 5), images(0, 5)), images(1, 5)));

    assertThat(FewShot.train(dataset, 2, 1))
        .extracting(LabeledImage::label)
        .containsExactly(2, 2, 0, 0, 1, 1);
  }

  @Test
  void anotherSeedDrawsOtherImages() {
    Dataset dataset = trainedOn(images(0, 50));

    assertThat(FewShot.train(dataset, 4, 1))
        .isEqualTo(FewShot.train(dataset, 4, 1))
        .isNotEqualTo(FewShot.train(dataset, 4, 2));
  }

  @Test
  void fewerThanOneShotIsRefused() {
    Dataset dataset = trainedOn(images(0, 5));
    assertThatThrownBy(() -> FewShot.draw(dataset, 0, 1))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot draw 0 shots of own: at least 1");
  }

  private static void assertSame(List<LabeledImage> drawn, JsonNode recorded) {
    assertThat(drawn).hasSize(recorded.size());
    for (int i = 0; i < recorded.size(); i++) {
      // The recording has the path on the machine it was made on, from the dataset's root.
      assertThat(recorded.get(i).get("impath").textValue()).endsWith("/" + drawn.get(i).path());
      assertThat(recorded.get(i).get("label").intValue()).isEqualTo(drawn.get(i).label());
    }
  }

  private static Dataset dataset(Path split) throws IOException {
    JsonNode root = JSON.readTree(split.toFile());
    return dataset(images(root.get("train")), images(root.get("val")));
  }

  private static List<LabeledImage> images(JsonNode entries) {
    List<LabeledImage> images = new ArrayList<>();
    entries.forEach(
        entry -> images.add(new LabeledImage(entry.get(0).textValue(), entry.get(1).intValue())));
    return images;
  }

  private static List<LabeledImage> images(int label, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new LabeledImage(label + "/" + i + ".png", label))
        .toList();
  }

  private static Dataset dataset(List<LabeledImage> train, List<LabeledImage> val) {
    return new Dataset("own", List.of(), train, val, List.of(), null, "");
  }

  private static Dataset trainedOn(List<LabeledImage> first) {
    return dataset(first, List.of());
  }

  private static List<LabeledImage> both(List<LabeledImage> first, List<LabeledImage> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
