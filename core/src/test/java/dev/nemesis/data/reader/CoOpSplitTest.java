package dev.nemesis.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoOpSplitTest {
  private static final String GOOD =
      """
      {"train": [["a/1.jpg", 1, "tee"], ["b/1.jpg", 0, "hat"]],
       "val": [], "test": [["a/2.jpg", 1, "tee"]]}
      """;

  @TempDir private Path folder;

  @Test
  void theListsKeepTheirOrderAndClassesTheirLabels() throws IOException {
    Splits split = read(GOOD);

    assertThat(split.classNames()).containsExactly("hat", "tee");
    assertThat(split.train())
        .containsExactly(new LabeledImage("a/1.jpg", 1), new LabeledImage("b/1.jpg", 0));
    assertThat(split.val()).isEmpty();
    assertThat(split.test()).containsExactly(new LabeledImage("a/2.jpg", 1));
  }

  @Test
  void theDigestIgnoresWhiteSpaceAndNothingElse() throws IOException {
    String digest = read(GOOD).digest();

    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(read(GOOD.replaceAll("\\s+", "\n ")).digest()).isEqualTo(digest);
    assertThat(read(GOOD.replace("tee", "shirt")).digest()).isNotEqualTo(digest);
    assertThat(read(GOOD.replace("a/2", "a/3")).digest()).isNotEqualTo(digest);
    assertThat(
            read(GOOD.replace("[[\"a/1.jpg\", 1, \"tee\"], [", "[[")
                    .replace("\"val\": [", "\"val\": [[\"a/1.jpg\", 1, \"tee\"]"))
                .digest())
        .isNotEqualTo(digest);
  }

  @ReadsShared
  @Test
  void theSplitsOfThePaperAreRead() {
    Splits pets =
        CoOpSplit.read(
            new org.apache.hadoop.fs.Path(
                Shared.path("real/splits/split_zhou_OxfordPets.json").toUri()),
            new Configuration());

    assertThat(pets.classNames()).hasSize(37).startsWith("abyssinian");
    assertThat(pets.train()).hasSize(2944);
    assertThat(pets.val()).hasSize(736);
    assertThat(pets.test()).hasSize(3669);
  }

  @Test
  void malformedJsonIsNamedWithItsPosition() {
    assertRefused(GOOD.replace("\"b/1.jpg\",", "\"b/1.jpg\""), "not JSON at line 1, column 4");
    assertRefused(GOOD.substring(0, GOOD.length() - 20), "not JSON at line ");
    assertRefused("", "it has no list \"train\"");
    assertRefused("[]", "it has no list \"train\"");
    assertRefused("{\"train\": [], \"test\": []}", "it has no list \"val\"");
  }

  @Test
  void anEntryOfTheWrongShapeIsNamed() {
    String why = "train[1] is %s and not [path, label from 0, class name]";
    for (String entry :
        new String[] {
          "[\"b/1.jpg\",\"0\",\"hat\"]",
          "[\"b/1.jpg\",-1,\"hat\"]",
          "[\"b/1.jpg\",0.5,\"hat\"]",
          "[\"b/1.jpg\",0]",
          "[0,\"b/1.jpg\",\"hat\"]",
          "[\"b/1.jpg\",0,\" \"]",
          "{}",
          "7"
        }) {
      assertRefused(GOOD.replace("[\"b/1.jpg\", 0, \"hat\"]", entry), why.formatted(entry));
    }
  }

  @Test
  void aPathOutOfTheImagesFolderIsRefused() {
    assertRefused(GOOD.replace("b/1", "../../b"), "train[1]: the path \"../../b.jpg\"");
    assertRefused(GOOD.replace("b/1", "/etc/b"), "train[1]: the path \"/etc/b.jpg\"");
  }

  @Test
  void aLabelWithTwoNamesIsRefused() {
    assertRefused(
        GOOD.replace("\"a/2.jpg\", 1, \"tee\"", "\"a/2.jpg\", 1, \"shirt\""),
        "test[0] calls label 1 \"shirt\", entries before it call it \"tee\"");
  }

  @Test
  void aLabelNobodyHasIsRefused() {
    assertRefused(GOOD.replace("0, \"hat\"", "2, \"hat\""), "no entry has label 0");
  }

  @Test
  void anEmptyListIsRefused() {
    assertRefused(GOOD.replace("[[\"a/2.jpg\", 1, \"tee\"]]", "[]"), "its test list is empty");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(
            () ->
                CoOpSplit.read(
                    new org.apache.hadoop.fs.Path("file:///no/such.json"), new Configuration()))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot find the split file file:/no/such.json: there is no such file");
  }

  private void assertRefused(String content, String why) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET))
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining("split.json: ")
        .hasMessageContaining(why)
        .message()
        .doesNotContain("\n");
  }

  private Splits read(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("split.json"), content);
    return CoOpSplit.read(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
  }
}
