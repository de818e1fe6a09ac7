package dev.nemesis.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.nemesis.error.InputException;
import dev.nemesis.verify.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files are walked and verdicts come about, with a format of the test's own. */
class VerificationTest {
  @TempDir Path folder;

  /** Every {@code .note} is a recording, which needs the file named in it. */
  private static final Format NOTES =
      file ->
          file.name().endsWith(".note")
              ? Optional.of(new Note(file.path(), file.beside("needed.txt")))
              : Optional.empty();

  private record Note(Path path, Path needs) implements Recording {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public String compares() {
      return "note";
    }

    @Override
    public Set<Path> files() {
      return Set.of(path, needs);
    }

    @Override
    public Verdict replay(Replay replay) {
      if (path.toString().contains("broken")) {
        throw new IllegalStateException("two\nlines");
      }
      return Verdict.of(this, List.of(new Measure("words", "", 1, 2)));
    }
  }

  @BeforeEach
  void someFiles() throws IOException {
    Files.createDirectory(folder.resolve("deep"));
    for (String name : List.of("b.note", "a.note", "deep/c.note", "needed.txt", "deep/x.txt")) {
      Files.writeString(folder.resolve(name), "");
    }
  }

  @Test
  void recordingsComeInTheOrderOfTheirPathsAndOtherFilesAreReported() {
    Verification found = find(folder);

    assertThat(found.recordings())
        .extracting(Recording::name)
        .containsExactly(at("a.note"), at("b.note"), at("deep/c.note"));
    assertThat(found.unrecognised()).containsExactly(folder.resolve("deep/x.txt"));
  }

  @Test
  void aFileMetTwiceCountsOnceAndLoopsEnd() throws IOException {
    Files.createSymbolicLink(folder.resolve("deep/up"), folder);
    Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("gone"));

    Verification found = find(folder, folder.resolve("deep"), folder.resolve("deep/../a.note"));

    assertThat(found.recordings()).hasSize(3);
    assertThat(found.unrecognised())
        .containsExactly(folder.resolve("deep/x.txt"), folder.resolve("nowhere"));
  }

  @Test
  void aRecordingTheCodeCannotCopeWithFailsAndTheOthersAreReplayed() throws IOException {
    Files.writeString(folder.resolve("a-broken.note"), "");

    List<Verdict> verdicts =
        find(folder).recordings().stream()
            .map(
                recording ->
                    Verification.verdict(recording, new Replay(Optional.empty(), Device.cpu())))
            .toList();

    assertThat(verdicts)
        .extracting(Verdict::status)
        .containsExactly(Status.FAIL, Status.PASS, Status.PASS, Status.PASS);
    assertThat(verdicts.get(0).message())
        .isEqualTo("Cannot replay it: java.lang.IllegalStateException: two lines");
  }

  @Test
  void aPathThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> find(folder.resolve("absent")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot find " + folder.resolve("absent"));
  }

  @Test
  void theVerdictIsThatOfTheMeasureClosestToItsTolerance() {
    Recording note = new Note(folder.resolve("a.note"), folder);
    Measure near = new Measure("a", "step 3", 0.9, 1);
    Measure far = new Measure("a", "step 1", 0.1, 1);
    Measure exact = Measure.equal("b", "", 0);

    Verdict verdict = Verdict.of(note, List.of(far, near, exact));

    assertThat(verdict.status()).isEqualTo(Status.PASS);
    assertThat(verdict.measures()).containsExactly(near, exact);
    assertThat(verdict.worst()).contains(near);
  }

  @Test
  void anythingBeyondItsToleranceFailsAndSoDoesNoNumberAndNothingAtAll() {
    Recording note = new Note(folder.resolve("a.note"), folder);
    Measure fine = new Measure("a", "", 1, 1);
    Measure nan = Measure.relative("b", "", Double.NaN, 1.0, 10);

    assertThat(Verdict.of(note, List.of(fine)).status()).isEqualTo(Status.PASS);
    assertThat(Verdict.of(note, List.of(fine, nan)).status()).isEqualTo(Status.FAIL);
    assertThat(Verdict.of(note, List.of(fine, nan)).worst()).contains(nan);
    assertThat(Verdict.of(note, List.of(fine, Measure.equal("c", "", 1))).status())
        .isEqualTo(Status.FAIL);
    assertThat(Verdict.of(note, List.of()).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void deviationsAreOfTheFrobeniusNormOrTheLargest() {
    float[] recorded = {3, 4};

    assertThat(Deviation.relative(new float[] {3, 4.5f}, recorded)).isEqualTo(0.1);
    assertThat(Deviation.largest(new float[] {3, 4.5f}, recorded)).isEqualTo(0.5);
    assertThat(Deviation.largest(new float[] {Float.NaN, 4}, recorded)).isNaN();
    assertThat(Deviation.relative(new float[] {3}, recorded)).isInfinite();
    assertThat(Deviation.relative(new float[] {1}, new float[1])).isInfinite();
    assertThat(Deviation.relative(new float[1], new float[1])).isZero();
    assertThat(Deviation.relative(1.5, -1)).isEqualTo(2.5);
  }

  @Test
  void manyFilesOfAKindAreOneLine() {
    List<Path> files =
        List.of(
                "r/a.md",
                "r/i/1/x.jpg",
                "r/i/2/x.JPG",
                "r/i/3/x.jpg",
                "r/i/4/y.jpg",
                "r/t/1.txt",
                "r/t/2.txt",
                "r/LICENSE",
                "r/u/1.txt")
            .stream()
            .map(Path::of)
            .toList();

    assertThat(FileGroup.of(files))
        .extracting(FileGroup::toString)
        .containsExactly(
            "r/LICENSE", "r/a.md", "4 .jpg files below r/i", "2 .txt files in r/t", "r/u/1.txt");
  }

  private static Verification find(Path... paths) {
    return Verification.of(List.of(paths), List.of(NOTES));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
