package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.catalogue.DatasetCheck.Kind;
import dev.nemesis.data.catalogue.DatasetCheck.Problem;
import dev.nemesis.testing.Tars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as computers and people leave them: nothing in them is left out without a word. */
class FoldersAsTheyAreTest {
  private static final String FOLDERS = DeclaredFiles.HEAD + "reader: folders\n";

  @TempDir private Path root;
  private DeclaredFiles own;

  @BeforeEach
  void twoClasses() throws IOException {
    own = new DeclaredFiles(root, FOLDERS);
    own.with("train/hat/1.jpg", "train/tee/1.jpg", "test/hat/2.jpg", "test/tee/2.jpg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__MACOSX/hat/._1.jpg",
        "train/__MACOSX/1.jpg",
        "train/.DS_Store",
        "train/hat/.DS_Store",
        "train/hat/._1.jpg",
        "train/hat/Thumbs.db",
        "train/hat/thumbs.DB",
        "train/hat/desktop.ini",
        "train/hat/@eaDir/1.jpg",
        "train/@eaDir/hat/1.jpg",
        "train/lost+found/x",
        "lost+found/x",
        "$RECYCLE.BIN/x",
        "test/System Volume Information/x",
        "test/.ipynb_checkpoints/1.jpg",
        "test/.hidden/1.jpg",
        "train/README.txt",
        "LICENSE"
      })
  void litterIsNamedAndIsNoClassAndNoImage(String litter) throws IOException {
    String digest = own.open().digest();
    own.with(litter);
    Dataset dataset = own.open();

    assertThat(dataset.digest()).isEqualTo(digest);
    assertThat(dataset.classNames()).containsExactly("hat", "tee");
    assertThat(dataset.notes()).singleElement().asString().startsWith("own: ignored: ");
    assertThat(litter).startsWith(dataset.notes().get(0).substring("own: ignored: ".length()));
    assertThat(own.check().ofLists()).isEmpty();
    assertThat(own.check().ignored()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stray.jpg",
        "train/stray.jpg",
        "test/labels.csv",
        "extra/1.jpg",
        "train_more/hat/3.jpg"
      })
  void whatIsNoClasssImageIsAProblemAndANote(String stray) throws IOException {
    own.with(stray);
    String named = stray.startsWith("test") || stray.startsWith("train/") ? stray : null;
    if (named == null) {
      named = stray.contains("/") ? stray.substring(0, stray.indexOf('/') + 1) : stray;
    }
    assertThat(own.check().ofLists()).containsExactly(new Problem(Kind.LEFT_OUT, named));
    assertThat(own.open().notes()).containsExactly("own: left out: " + named);
    assertThat(own.open().train()).hasSize(2);
  }

  @Test
  void classesWithoutTrainAndTestAreToldHowToBeSharedOut() throws IOException {
    Files.move(root.resolve("own/test"), root.resolve("own/scarf"));
    own.assertRefused(
        "find the folder ",
        "own/test: there is none, nor a tar of it; if each folder, as scarf, is a class's, share the"
            + " images out by a key such as split: {train: 0.5, val: 0.2, test: 0.3}");
  }

  @Test
  void anEmptyFolderIsNoClass() throws IOException {
    own.folder("train/scarf").folder("test/scarf").with("test/scarf/.DS_Store");

    assertThat(own.open().classNames()).containsExactly("hat", "tee");
    assertThat(own.check().ofLists())
        .containsExactly(
            new Problem(Kind.LEFT_OUT, "test/scarf/"), new Problem(Kind.LEFT_OUT, "train/scarf/"));
  }

  @Test
  void imagesInAFolderOfAClassFolderAreRefused() throws IOException {
    own.folder("train/hat/empty").with("train/hat/@eaDir/1.jpg");
    assertThat(own.open().train()).hasSize(2);
    own.with("train/hat/more/3.jpg");
    own.assertRefused("use the class folder ", "own/train/hat: it has the folder more in it");
  }

  @Test
  void linksThatLeadNowhereAreRefusedWhereverTheyAre() throws IOException {
    Path link = root.resolve("own/train/hat/3.jpg");
    Files.createSymbolicLink(link, Path.of("gone.jpg"));
    own.assertRefused("find ", "own/train/hat/3.jpg: it is a link that leads nowhere");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("1.jpg"));
    assertThat(own.open().train()).as("of one that leads somewhere").hasSize(3);
    Files.createSymbolicLink(root.resolve("own/test/scarf"), Path.of("/no/such/folder"));
    own.assertRefused("find ", "own/test/scarf: it is a link that leads nowhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validation", "valid", "Val", "VALIDATION"})
  void valHasOtherNamesAndAllHaveCapitals(String val) throws IOException {
    own.with(val + "/hat/3.jpg");
    assertThat(own.open().val()).containsExactly(new LabeledImage(val + "/hat/3.jpg", 0));
    Files.move(root.resolve("own/train"), root.resolve("own/Training"));
    Files.move(root.resolve("own/test"), root.resolve("own/TEST"));
    assertThat(own.open().train()).contains(new LabeledImage("Training/tee/1.jpg", 1));
    assertThat(own.open().notes()).isEmpty();

    own.with("vAL/hat/3.jpg");
    own.assertRefused("use the splits in ", "are both for val; give one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "eval", "Evaluation"})
  void aFolderThatMayBeOfEitherSplitIsRefused(String folder) throws IOException {
    own.with(folder + "/hat/3.jpg");
    own.assertRefused("the folder " + folder + " may be val or test; call it by one of them");
  }

  @Test
  void aClassThatOnlyTestHasIsSaid() throws IOException {
    own.with("test/coat/1.jpg");
    assertThat(own.open().notes())
        .containsExactly("own: label without images: 0 coat has none in train");
  }

  @Test
  void theFileOfTheNamesIsKnownAmongTheImages() throws IOException {
    own.text("names.txt", "hat top hat\ntee tee\n");
    DeclaredFiles named = own.declaredAs(FOLDERS + "class_names: names.txt\n");
    assertThat(named.open().notes()).isEmpty();
    assertThat(own.open().notes()).containsExactly("own: left out: names.txt");
  }

  @Test
  void inATarLitterIsLitterToo() throws IOException {
    own.with("train/.DS_Store", "train/hat/._1.jpg", "train/hat/Thumbs.db");
    Tars.pack(root.resolve("own/train"), "");

    assertThat(own.open().train()).hasSize(2);
    assertThat(own.open().notes())
        .containsExactly("own: ignored: train/.DS_Store, train/hat/._1.jpg, train/hat/Thumbs.db");
  }

  @Test
  void anImageThatIsListedTwiceIsSaidByItsPath() throws IOException {
    own.with("a.jpg", "b.jpg");
    own.text(
        "all.csv",
        """
        path,label,class_name,split
        a.jpg,0,hat,train
        b.jpg,0,hat,val
        ./a.jpg,0,hat,test
        .//b.jpg,0,hat,test
        """);
    DeclaredFiles listed = own.declaredAs(DeclaredFiles.HEAD + "reader: list\nlist: all.csv\n");

    assertThat(listed.open().notes())
        .containsExactly(
            "own: duplicate path: a.jpg is train[0] and test[0], b.jpg is val[0] and test[1]");
  }
}
