package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.testing.ManyFiles;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** ImageNet, from a file system that has nothing but listings. */
class LargeDatasetTest {
  private static final int CLASSES = 1000;

  @Test
  void eachFolderIsListedOnceHoweverManyImagesItHas() {
    assertOpens(50);
  }

  /** In the heap that tests have; it takes about 150 MB. */
  @Test
  @Tag("slow")
  void imageNetIsOpenedAtItsFullSize() {
    assertOpens(1281);
  }

  private static void assertOpens(int perClass) {
    Dataset imageNet = open(perClass);

    assertThat(imageNet.train()).hasSize(perClass * CLASSES);
    assertThat(imageNet.test()).hasSize(50 * CLASSES);
    assertThat(imageNet.train().get(perClass))
        .isEqualTo(new LabeledImage("train/n01440765/n01440765_0.JPEG", 1));
    assertThat(imageNet.digest()).matches("[0-9a-f]{64}");
    assertThat(ManyFiles.listings()).isEqualTo(2 + 2 * CLASSES);
  }

  private static Dataset open(int trainImagesPerClass) {
    Configuration hadoop = ManyFiles.configuration(trainImagesPerClass);
    return Catalogue.standard(hadoop).open("imagenet", ManyFiles.ROOT);
  }
}
