package dev.nemesis.verify;

import static dev.nemesis.verify.EncodersVerifiedTest.assertFailsNaming;
import static dev.nemesis.verify.Tampered.copy;
import static dev.nemesis.verify.Tampered.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.tensor.TensorData;
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

/** Recorded image transforms of images with names of their own, and spoilt. */
@ReadsShared
class TransformsVerifiedTest {
  @TempDir Path folder;
  private Path cases;
  private Path expected;

  @BeforeEach
  void twoImages() throws IOException {
    Path shared = Shared.path("real/transforms");
    copy(shared.resolve("wide.png"), folder.resolve("très large.png"));
    copy(shared.resolve("photo0.jpg"), folder.resolve("photo0.jpg"));
    cases = copy(shared.resolve("cases.json"), folder.resolve("cases.json"));
    expected = copy(shared.resolve("expected.safetensors"), folder.resolve("expected.safetensors"));
    Tampered.json(
        cases,
        root -> {
          ArrayNode images = (ArrayNode) root.get("images");
          images.removeIf(image -> !List.of("photo0.jpg", "wide.png").contains(file(image)));
          ((ObjectNode) images.get(1)).put("file", "très large.png");
        });
    Tampered.tensors(
        expected,
        tensors -> {
          tensors.put("eval.très large.png", tensors.remove("eval.wide.png"));
          tensors.put("crop.très large.png", tensors.remove("crop.wide.png"));
        });
  }

  private static String file(JsonNode image) {
    return image.get("file").asText();
  }

  @Test
  void theyAreReplayedAndTheirImagesCountAsUsed() {
    assertThat(verdict(folder).status()).as(verdict(folder).toString()).isEqualTo(Status.PASS);
    assertThat(Verification.of(List.of(folder)).unrecognised()).isEmpty();
  }

  @Test
  void aPngMayBeOneLevelOffAndNoMore() throws IOException {
    TensorData right = RecordedTensors.read(expected).get("crop.très large.png");
    int level = right.bytes()[1000] & 0xff;

    expect("crop.très large.png", Tampered.flipped(right, 1000, level ^ (level + 1)));
    assertThat(verdict(folder).status()).isEqualTo(Status.PASS);

    expect("crop.très large.png", Tampered.flipped(right, 1000, level ^ (level + 2)));
    Measure worst = verdict(folder).worst().orElseThrow();
    assertThat(worst).isEqualTo(new Measure("levels, largest", "crop.très large.png", 2, 1));
  }

  @Test
  void aJpegMayBeThreeLevelsOffOnAverageAndNoMore() throws IOException {
    TensorData right = RecordedTensors.read(expected).get("eval.photo0.jpg");

    expect("eval.photo0.jpg", Tampered.flipped(right, 1000, 0x80));
    assertThat(verdict(folder).status()).isEqualTo(Status.PASS);

    expect("eval.photo0.jpg", inverted(right));
    Measure worst = verdict(folder).worst().orElseThrow();
    assertThat(worst.passes()).isFalse();
    assertThat(worst.named()).isEqualTo("levels of JPEG, mean, eval.photo0.jpg");
  }

  @Test
  void anImageOfAnotherSizeFails() throws IOException {
    Tampered.json(cases, root -> ((ObjectNode) root.at("/images/0")).put("width", 7));

    assertThat(verdict(folder).worst().orElseThrow().named()).isEqualTo("sizes, photo0.jpg");
    assertThat(verdict(folder).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void aTensorImageOrFileThatIsMissingIsNamed() throws IOException {
    Files.delete(folder.resolve("très large.png"));
    assertFailsNaming(verdict(folder), "find the image", "très large.png");

    Tampered.tensors(expected, tensors -> tensors.remove("eval.très large.png"));
    assertFailsNaming(verdict(folder), "expected.safetensors", "no tensor 'eval.très large.png'");

    Files.delete(expected);
    assertFailsNaming(verdict(folder), "find", "expected.safetensors");
  }

  @Test
  void whatIsExpectedOfNoCasesFailsNamingThem() throws IOException {
    Files.delete(cases);

    assertFailsNaming(verdict(folder), "find", "cases.json");
  }

  @Test
  void aCropOutsideItsImageIsRefused() throws IOException {
    Tampered.json(cases, root -> ((ObjectNode) root.at("/images/0/crop")).put("left", 100_000));

    assertFailsNaming(verdict(folder), "cases.json", "the crop of photo0.jpg");
  }

  @Test
  void casesWithoutImagesFail() throws IOException {
    Tampered.json(cases, root -> ((ArrayNode) root.get("images")).removeAll());
    assertThat(verdict(folder).message()).isEqualTo("there is nothing in it to compare");
    assertThat(verdict(folder).status()).isEqualTo(Status.FAIL);

    Tampered.json(cases, root -> ((ObjectNode) root).remove("images"));
    assertFailsNaming(verdict(folder), "cases.json", "it has no images");
  }

  @Test
  void aBrokenImageIsNamed() throws IOException {
    Tampered.cut(folder.resolve("photo0.jpg"));

    assertFailsNaming(verdict(folder), "read the image", "photo0.jpg", "cut short");
  }

  private void expect(String name, TensorData tensor) throws IOException {
    Tampered.tensors(expected, tensors -> tensors.put(name, tensor));
  }

  private static TensorData inverted(TensorData tensor) {
    byte[] bytes = tensor.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) 0xff;
    }
    return new TensorData(tensor.dtype(), tensor.shape(), bytes);
  }
}
