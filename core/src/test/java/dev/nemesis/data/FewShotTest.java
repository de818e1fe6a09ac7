package dev.nemesis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FewShotTest {
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
