package dev.nemesis.verify;

import static dev.nemesis.verify.EncodersVerifiedTest.assertFailsNaming;
import static dev.nemesis.verify.Tampered.copy;
import static dev.nemesis.verify.Tampered.verdict;
import static dev.nemesis.verify.Tampered.verdictOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import dev.nemesis.verify.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few-shot subsets beside splits under names of their own, and spoilt. */
@ReadsShared
class FewShotVerifiedTest {
  @TempDir Path folder;
  private Path subset;
  private Path split;

  @BeforeEach
  void twoSplitsAndASubsetOfOne() throws IOException {
    Path drawn = Shared.path("real/fewshot/dtd/shot_2-seed_3.json");
    subset = copy(drawn, folder.resolve("shot_2-seed_3.json"));
    split = Files.createDirectory(folder.resolve("splits")).resolve("b.json");
    copy(Shared.path("real/splits/split_zhou_DescribableTextures.json"), split);
    copy(Shared.path("real/splits/split_zhou_OxfordPets.json"), split.resolveSibling("a.json"));
  }

  @Test
  void aSubsetFindsItsSplitByItsImages() {
    assertThat(verdict(folder).status()).isEqualTo(Status.PASS);
    assertThat(Verification.of(List.of(folder)).unrecognised()).isEmpty();
  }

  @Test
  void ofSplitsWithTheSamePathsTheOneItIsDrawnFromIsItsOwn() throws IOException {
    Path other = copy(split, split.resolveSibling("0.json"));
    Tampered.json(
        other,
        root -> {
          ArrayNode train = (ArrayNode) root.get("train");
          train.add(train.remove(0)); // the same images, another order: another subset is drawn
        });

    assertThat(verdict(folder).status()).isEqualTo(Status.PASS);
  }

  @Test
  void withoutItsSplitASubsetIsLeftOutSayingSo() throws IOException {
    Files.delete(split);

    assertThat(verdict(folder).status()).isEqualTo(Status.SKIPPED);
    assertThat(verdict(folder).message()).contains("split file", "/banded/banded_");
  }

  @Test
  void twoImagesInTheOtherOrderFailByTheFirst() throws IOException {
    Tampered.json(
        subset,
        root -> {
          ArrayNode data = (ArrayNode) root.at("/train/data");
          data.insert(4, data.remove(5));
        });

    Verdict verdict = verdict(folder);

    assertThat(verdict.status()).isEqualTo(Status.FAIL);
    assertThat(verdict.worst()).contains(new Measure("train", "train.data[4]", 2, 0));
  }

  @Test
  void anImageLabelOrClassNameThatIsAnotherFails() throws IOException {
    byte[] right = Files.readAllBytes(subset);
    for (String key : List.of("impath", "label", "classname")) {
      Files.write(subset, right);
      Tampered.json(subset, root -> ((ObjectNode) root.at("/val/data/7")).put(key, "other"));

      assertThat(verdict(folder).worst()).contains(new Measure("val", "val.data[7]", 1, 0));
    }
  }

  @Test
  void theSeedAndShotsAreThoseOfTheName() throws IOException {
    Path other = copy(subset, folder.resolve("shot_2-seed_4.json"));

    assertThat(verdictOn(other).status()).isEqualTo(Status.FAIL);
    assertThat(verdictOn(subset).status()).isEqualTo(Status.PASS);
  }

  @Test
  void aSubsetWithoutShotsAndSeedInItsNameIsLeftOutSayingSo() throws IOException {
    Path renamed = Files.move(subset, folder.resolve("subset.json"));

    assertThat(verdictOn(renamed).status()).isEqualTo(Status.SKIPPED);
    assertThat(verdictOn(renamed).message()).contains("shot_K-seed_S.json");
  }

  @Test
  void aListThatIsMissingIsNamed() throws IOException {
    Tampered.json(subset, root -> ((ArrayNode) root.at("/train/data")).removeAll());
    assertFailsNaming(verdict(folder), "shot_2-seed_3.json", "train.data is empty");

    Tampered.json(subset, root -> ((ObjectNode) root.get("val")).remove("data"));
    assertFailsNaming(verdict(folder), "shot_2-seed_3.json", "it has no val/data");

    Tampered.cut(subset);
    assertFailsNaming(verdict(folder), "shot_2-seed_3.json", "not JSON");
  }

  @Test
  void aMalformedSplitFailsAlone() throws IOException {
    Path pets = split.resolveSibling("a.json");
    Tampered.json(pets, root -> ((ArrayNode) root.at("/train/1")).remove(2));

    assertFailsNaming(verdictOn(pets), "a.json", "train[1]");
    assertThat(verdictOn(subset).status()).isEqualTo(Status.PASS);
  }
}
