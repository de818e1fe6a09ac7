package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that make the same tokens are one name. */
class SameClassNamesTest {
  private static final String FOLDERS = DeclaredFiles.HEAD + "reader: folders\n";
  private static final String CAFE = "caf\u00e9"; // one character, as in NFC

  @TempDir private Path root;
  private DeclaredFiles own;

  @BeforeEach
  void place() {
    own = new DeclaredFiles(root, FOLDERS);
  }

  @Test
  void aSplitCopiedFromAMacHasTheClassesOfTheOthers() throws IOException {
    own.with("train/" + decomposed(CAFE) + "/1.jpg", "train/bar/1.jpg", "train/zoo/1.jpg");
    own.with("test/" + CAFE + "/2.jpg", "test/bar/2.jpg", "test/zoo/2.jpg");
    Dataset dataset = own.open();

    assertThat(dataset.classNames()).containsExactly("bar", CAFE, "zoo");
    assertThat(dataset.train())
        .contains(new LabeledImage("train/" + decomposed(CAFE) + "/1.jpg", 1));
    assertThat(dataset.test()).contains(new LabeledImage("test/" + CAFE + "/2.jpg", 1));
    assertThat(dataset.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "farmer's market|farmer\u2019s market",
        "top_hat|Top Hat",
        "top  hat|top\u00a0hat",
        "\ufb02ute|flute",
        "\uff54ee|tee",
        "salt &amp; pepper|salt & pepper",
        "F-16A|f - 16 a"
      })
  void spellingsThatMakeTheSameTokensAreOneClassOfAllSplits(String train, String test)
      throws IOException {
    own.with("train/" + train + "/1.jpg", "train/zebra/1.jpg", "val/" + train + "/1.jpg");
    own.with("test/" + test + "/2.jpg", "test/zebra/2.jpg");
    Dataset dataset = own.open();

    assertThat(dataset.classNames()).hasSize(2).contains("zebra");
    assertThat(dataset.train()).contains(new LabeledImage("train/" + train + "/1.jpg", 0));
    assertThat(dataset.val()).contains(new LabeledImage("val/" + train + "/1.jpg", 0));
    assertThat(dataset.test()).contains(new LabeledImage("test/" + test + "/2.jpg", 0));
  }

  @Test
  void twoFoldersOfOneSplitAreTwoClassesAndRefused() throws IOException {
    own.with("train/" + CAFE + "/1.jpg", "train/" + decomposed(CAFE) + "/1.jpg");
    own.with("test/" + CAFE + "/1.jpg");

    own.assertRefused("tell classes of the dataset own apart", "the same words in a prompt");
    Dataset shared = own.declaredAs(FOLDERS + "shared_names: [" + CAFE + "]\n").open();
    assertThat(shared.classNames()).hasSize(2);
    assertThat(shared.train()).extracting(LabeledImage::label).containsExactly(0, 1);
  }

  @Test
  void classesThatDifferInOneTokenStayApart() throws IOException {
    own.with("train/cafe/1.jpg", "train/" + CAFE + "/1.jpg", "test/cafe/1.jpg");
    assertThat(own.open().classNames()).containsExactly("cafe", CAFE);
  }

  @Test
  void idsAreNoWords() throws IOException {
    own.with("train/n-1/1.jpg", "test/n - 1/1.jpg");
    own.text("names.txt", "n-1 hat\nn\u00e9 cap\n");
    DeclaredFiles named = own.declaredAs(FOLDERS + "class_names: names.txt\n");
    named.assertRefused("name the class of the folder n - 1");
    own.with("test/" + decomposed("n\u00e9") + "/1.jpg");
    Files.delete(root.resolve("own/test/n - 1/1.jpg"));
    assertThat(named.open().classNames()).as("as the Mac writes it").containsExactly("hat", "cap");
  }

  @Test
  void sharesOfACopiedFolderAreThoseOfTheOriginal() throws IOException {
    DeclaredFiles shared = own.declaredAs(FOLDERS + "split: {train: 0.5, test: 0.5}\n");
    for (int i = 0; i < 20; i++) {
      shared.with(CAFE + "/" + i + ".jpg");
    }
    List<String> original = shared.open().train().stream().map(LabeledImage::path).toList();
    Files.move(root.resolve("own").resolve(CAFE), root.resolve("own").resolve(decomposed(CAFE)));

    assertThat(shared.open().train().stream().map(image -> composed(image.path())).toList())
        .isEqualTo(original);
  }

  @Test
  void aListMaySpellAClassInTwoWaysButNotTwoClassesAlike() throws IOException {
    String csv =
        "path,label,class_name,split\na.jpg,0,%s,train\na.jpg,1,bar,train\nb.jpg,0,%s,test\n";
    own.with("a.jpg", "b.jpg").text("all.csv", csv.formatted(CAFE, decomposed(CAFE)));
    DeclaredFiles listed = own.declaredAs(DeclaredFiles.HEAD + "reader: list\nlist: all.csv\n");
    assertThat(listed.open().classNames()).containsExactly(CAFE, "bar");

    own.text("all.csv", csv.formatted(CAFE, CAFE).replace("bar", decomposed(CAFE)));
    listed.assertRefused("tell classes of the dataset own apart", "(label 0)", "(label 1)");
  }

  @Test
  void variantsOfAircraftAreFoundHoweverTheyAreSpelt() throws IOException {
    own.with("1.jpg").text("variants.txt", "L\u2019Avion\nDC-3\n");
    for (String part : List.of("train", "val", "test")) {
      own.text("images_variant_" + part + ".txt", "1 L'Avion\n");
    }
    DeclaredFiles aircraft = own.declaredAs(DeclaredFiles.HEAD + "reader: aircraft\n");
    assertThat(aircraft.open().test()).containsExactly(new LabeledImage("1.jpg", 0));
    own.text("variants.txt", "L\u2019Avion\nl'avion\n");
    aircraft.assertRefused("variants.txt: line 2: the variant \"l'avion\" is there twice");
  }

  private static String decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD);
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
