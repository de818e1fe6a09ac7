package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Picture;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  private static final String HATS =
      "name: hats\ntitle: Hats\nfolder: my hats\nimages: .\nsplit: split.json\n";

  @TempDir private Path root;

  @Test
  void everyDeclarationOfTheProjectIsInTheCatalogue() throws IOException {
    try (var files = Files.list(Shared.projectRoot().resolve("conf/datasets"))) {
      List<String> names =
          files.map(file -> file.getFileName().toString().replace(".yaml", "")).sorted().toList();

      assertThat(Catalogue.standard(new Configuration()).names())
          .isEqualTo(names)
          .contains("clothing", "ucf101");
    }
  }

  @ReadsShared
  @Test
  void realPhotographsOpenAndDecode() {
    String real = Shared.path("real").toString();
    Dataset clothing = Catalogue.standard(new Configuration()).open("clothing", real);

    assertThat(clothing.name()).isEqualTo("clothing");
    assertThat(clothing.classNames()).hasSize(10).startsWith("dress");
    assertThat(clothing.train().size() + clothing.val().size() + clothing.test().size())
        .isEqualTo(340);
    for (LabeledImage image : clothing.test().subList(0, 5)) {
      Picture picture = clothing.pictures().read(image.path());
      assertThat(Math.min(picture.width(), picture.height())).isGreaterThan(64);
    }
  }

  /** Cells that were trained are known by it: the number is what it was before any other reader. */
  @ReadsShared
  @Test
  void theDigestOfASplitFilesDatasetStaysWhatItWas() {
    String real = Shared.path("real").toString();

    assertThat(Catalogue.standard(new Configuration()).open("clothing", real).digest())
        .isEqualTo("acb0837c636b3a0048985e271b2d50a64d37f9a3786424b53e812bec818a4bd6");
  }

  @Test
  void aUsersDeclarationMakesADatasetOfTheirOwn() throws IOException {
    writeHats();
    Dataset hats = withDeclaration(HATS).open("hats", root.toString());

    assertThat(hats.classNames()).containsExactly("bowler", "top hat");
    assertThat(hats.pictures().read("one: a%20b.png")).extracting(Picture::width).isEqualTo(3);
    assertThat(hats.pictures().exists("deep/2.png")).isTrue();
    assertThat(hats.pictures().exists("deep/3.png")).isFalse();
    assertThat(withDeclaration(HATS).names()).contains("hats", "dtd");
  }

  @Test
  void aDatasetsFoldersAndListsMayHaveAnyName() throws IOException {
    writeHats();
    Path odd = Files.createDirectory(root.resolve("all: #1%20 [*]"));
    Path home = Files.move(root.resolve("my hats"), odd.resolve("h:ats {2}?"));
    Files.move(home.resolve("split.json"), home.resolve("sp:lit.json"));
    String declaration =
        HATS.replace("my hats", "\"h:ats {2}?\"").replace("split.json", "\"sp:lit.json\"");

    Dataset hats = withDeclaration(declaration).open("hats", odd.toString());

    assertThat(hats.pictures().read("one: a%20b.png")).extracting(Picture::width).isEqualTo(3);
    assertThat(hats.digest()).isNotEmpty();
  }

  @Test
  void anAddedFamilyOfDatasetsIsAskedFirst() {
    Dataset drawn = new Dataset("dtd", List.of(), List.of(), List.of(), List.of(), null, "");
    Catalogue catalogue =
        Catalogue.standard(new Configuration())
            .with(
                new DatasetProvider() {
                  @Override
                  public List<String> names() {
                    return List.of("dtd", "mini-shapes");
                  }

                  @Override
                  public Dataset open(String name, String dataRoot) {
                    return drawn;
                  }
                });

    assertThat(catalogue.open("dtd", null)).isSameAs(drawn);
    assertThat(catalogue.names()).contains("mini-shapes", "eurosat").doesNotHaveDuplicates();
  }

  @Test
  void anImageThatIsNotThereIsNamedWithItsEntry() throws IOException {
    writeHats();
    Files.delete(root.resolve("my hats/deep/2.png"));
    Catalogue catalogue = withDeclaration(HATS);

    assertRefused(
        () -> catalogue.open("hats", root.toString()),
        "find the image \"deep/2.png\" of test[0] in "
            + root
            + "/my hats/split.json: there is no ");
    Files.delete(root.resolve("my hats/deep"));
    assertRefused(() -> catalogue.open("hats", root.toString()), "\"deep/2.png\" of test[0]");
  }

  @Test
  void aReplacedImageMakesAnotherDatasetAndACopiedFolderDoesNot() throws IOException {
    writeHats();
    String digest = withDeclaration(HATS).open("hats", root.toString()).digest();
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.move(root.resolve("my hats"), elsewhere.resolve("my hats"));
    assertThat(withDeclaration(HATS).open("hats", elsewhere.toString()).digest()).isEqualTo(digest);

    Path image = elsewhere.resolve("my hats/deep/2.png");
    byte[] mended = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(mended, mended.length + 1));
    assertThat(withDeclaration(HATS).open("hats", elsewhere.toString()).digest())
        .isNotEqualTo(digest);
    Files.write(image, mended);
    assertThat(withDeclaration(HATS).open("hats", elsewhere.toString()).digest()).isEqualTo(digest);
  }

  @Test
  void aFolderInPlaceOfAnImageIsNone() throws IOException {
    writeHats();
    Files.delete(root.resolve("my hats/deep/2.png"));
    Files.createDirectory(root.resolve("my hats/deep/2.png"));
    Catalogue catalogue = withDeclaration(HATS);

    assertRefused(() -> catalogue.open("hats", root.toString()), "\"deep/2.png\" of test[0]");
  }

  @Test
  void aMissingFolderOrSplitFileIsNamed() throws IOException {
    assertRefused(
        () -> Catalogue.standard(new Configuration()).open("dtd", root.toString()),
        "find the folder "
            + root
            + "/dtd of the dataset dtd: there is none; it should have"
            + " split_zhou_DescribableTextures.json and images in images");
    writeHats();
    Catalogue catalogue = withDeclaration(HATS.replace("images: .", "images: photos"));
    assertRefused(
        () -> catalogue.open("hats", root.toString()),
        "find the images' folder " + root + "/my hats/photos");
    assertRefused(
        () -> Catalogue.standard(new Configuration()).open("dtd", null),
        "in which folder its folder dtd");
  }

  @Test
  void anUnknownNameGetsTheNearestOne() {
    assertRefused(
        () -> Catalogue.standard(new Configuration()).open("oxford_pet", root.toString()),
        "find a dataset called oxford_pet; did you mean oxford_pets? (known: caltech101, ");
    assertThatThrownBy(
            () -> Catalogue.standard(new Configuration()).open("imaginary", root.toString()))
        .hasMessageStartingWith("Cannot find a dataset called imaginary (known: ")
        .hasMessageContaining(
            "; those of your own by data.declarations, a folder of declarations)");
  }

  @Test
  void aDeclarationThatIsWrongIsNamed() {
    assertRefused(
        () -> withDeclaration(HATS.replace("folder:", "foldr:")),
        "hats.yaml: it has no key foldr; did you mean folder?");
    assertRefused(
        () -> withDeclaration(HATS.replace("split: split.json", "")), "it lacks the key split");
    assertRefused(
        () -> withDeclaration(HATS.replace("name: hats", "name: My Hats")), "the name \"My Hats\"");
    assertRefused(() -> withDeclaration("name: [a, b]\n"), "hats.yaml: ");
    assertRefused(() -> withDeclaration(""), "hats.yaml: ");
    assertRefused(
        () ->
            Catalogue.standard(new Configuration())
                .with(new org.apache.hadoop.fs.Path("file:///no/such")),
        "there is no such folder");
  }

  private Catalogue withDeclaration(String yaml) throws IOException {
    Path folder = Files.createDirectories(root.resolve("declarations"));
    Files.writeString(folder.resolve("hats.yaml"), yaml);
    return Catalogue.standard(new Configuration())
        .with(new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private void writeHats() throws IOException {
    Files.createDirectories(root.resolve("my hats/deep"));
    Files.writeString(
        root.resolve("my hats/split.json"),
        """
        {"train": [["one: a%20b.png", 0, "bowler"]], "val": [],
         "test": [["deep/2.png", 1, "top hat"]]}
        """);
    for (String name : List.of("one: a%20b.png", "deep/2.png")) {
      BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(image, "png", root.resolve("my hats").resolve(name).toFile());
    }
  }

  private static void assertRefused(ThrowingCallable action, String why) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET))
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining(why);
  }
}
