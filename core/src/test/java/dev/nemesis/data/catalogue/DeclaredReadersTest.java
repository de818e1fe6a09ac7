package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users can declare, and get wrong, reader by reader. */
class DeclaredReadersTest {
  private static final String HEAD = "name: own\ntitle: Own\nfolder: own\nimages: .\n";
  private static final String AIRCRAFT = HEAD + "reader: aircraft\n";
  private static final String FOLDERS = HEAD + "reader: folders\n";
  private static final String SHARED_OUT = FOLDERS + "split: {train: 0.5, val: 0.2, test: 0.3}\n";
  private static final String LIST = HEAD + "reader: list\nlist: all.csv\n";

  @TempDir private Path root;

  @Test
  void foldersOfTrainValAndTestAreTheSplits() throws IOException {
    files(
        "train/hat/1.jpg", "train/tee/1.jpg", "val/tee/2.jpg", "test/hat/3.jpg", "test/coat/4.jpg");
    Dataset own = open(FOLDERS);

    assertThat(own.classNames()).containsExactly("coat", "hat", "tee");
    assertThat(own.train())
        .containsExactly(
            new LabeledImage("train/hat/1.jpg", 1), new LabeledImage("train/tee/1.jpg", 2));
    assertThat(own.val()).containsExactly(new LabeledImage("val/tee/2.jpg", 2));
    assertThat(own.test())
        .containsExactly(
            new LabeledImage("test/coat/4.jpg", 0), new LabeledImage("test/hat/3.jpg", 1));
  }

  @Test
  void foldersWithTestAloneAreATargetAlone() throws IOException {
    files("test/hat/3.jpg");
    assertThat(open(FOLDERS).train()).isEmpty();
    Files.delete(root.resolve("own/test/hat/3.jpg"));
    Files.delete(root.resolve("own/test/hat"));
    Files.createDirectory(root.resolve("own/test/hat"));
    assertRefused(FOLDERS, "find classes in ", "own/test");
  }

  @Test
  void aClassesImagesAreSharedOutAlikeWhereverTheyLie() throws IOException {
    for (int i = 0; i < 10; i++) {
      files("hat/" + i + ".jpg", "tee/" + i + ".jpg");
    }
    Dataset own = open(SHARED_OUT);

    assertThat(own.train()).hasSize(10).extracting(LabeledImage::label).contains(0, 1);
    assertThat(own.val()).hasSize(4);
    assertThat(own.test()).hasSize(6);
    Set<LabeledImage> all = new HashSet<>();
    Stream.of(own.train(), own.val(), own.test()).forEach(all::addAll);
    assertThat(all).hasSize(20);
    assertThat(own.train())
        .as("the classes are shuffled, each in its own way")
        .isNotEqualTo(own.train().stream().sorted((a, b) -> a.path().compareTo(b.path())).toList());
    assertThat(own.train().subList(0, 5).stream().map(i -> i.path().substring(4)))
        .isNotEqualTo(own.train().subList(5, 10).stream().map(i -> i.path().substring(4)).toList());
    Files.move(root.resolve("own"), root.resolve("elsewhere"));
    assertThat(open(SHARED_OUT.replace("folder: own", "folder: elsewhere")).digest())
        .isEqualTo(own.digest());
    String otherSeed = SHARED_OUT.replace("0.3}", "0.3, seed: 2}");
    assertThat(open(otherSeed.replace("folder: own", "folder: elsewhere")).digest())
        .isNotEqualTo(own.digest());
  }

  @Test
  void sharesThatCannotBeAreRefused() throws IOException {
    files("hat/1.jpg");
    assertRefused(SHARED_OUT, "share out the 1 images of ", "own/hat: none would be left for");
    assertRefused(SHARED_OUT.replace("0.3", "0.4"), "own.yaml: ", "add up to 1.1 and not to 1");
    assertRefused(SHARED_OUT.replace("0.3", "0"), "train and test must have a share above 0");
    assertRefused(SHARED_OUT.replace("test:", "tset:"), "no key split.tset; did you mean test?");
    assertRefused(FOLDERS + "split: half\n", "its key split is no map");
  }

  @Test
  void namesOfClassesCanComeFromAFile() throws IOException {
    files("test/n02/1.jpg", "test/n01/1.jpg");
    text("names.txt", "n02 top hat\nn01 tee\n");
    String named = FOLDERS + "class_names: names.txt\n";

    assertThat(open(named).classNames()).containsExactly("tee", "top hat");
    text("names.txt", "n02 top hat\n");
    assertRefused(named, "name the class of the folder n01: ", "names.txt has no line for it");
    text("names.txt", "n02 top hat\n\nn01\n");
    assertRefused(named, "names.txt: line 3: \"n01\" is not a class's folder, a space, and its");
    text("names.txt", "n02 top hat\nn02 cap\n");
    assertRefused(named, "names.txt: line 2: the folder n02 is there twice");
    Files.delete(root.resolve("own/names.txt"));
    assertRefused(named, "find the list of class names ", "names.txt: there is no such file");
  }

  @Test
  void aListInCsvMayQuoteAndOrderItsColumns() throws IOException {
    files("a,1.jpg", "b.jpg", "c.jpg");
    text(
        "all.csv",
        """
        split,class_name,path,label,note
        test,"top, hat","a,1.jpg",0,x
        train,"top, hat",b.jpg,0,

        val,tee,c.jpg,1,y
        """);
    Dataset own = open(LIST);

    assertThat(own.classNames()).containsExactly("top, hat", "tee");
    assertThat(own.test()).containsExactly(new LabeledImage("a,1.jpg", 0));
    assertThat(own.train()).containsExactly(new LabeledImage("b.jpg", 0));
    assertThat(own.val()).containsExactly(new LabeledImage("c.jpg", 1));
  }

  @Test
  void aListInJsonAndAFileASplitAreTheSame() throws IOException {
    files("a.jpg", "b.jpg");
    text("train.json", "[{\"path\": \"a.jpg\", \"label\": 0, \"class_name\": \"hat\"}]");
    text("test.csv", "path,label,class_name\nb.jpg,0,hat\n");
    Dataset own = open(HEAD + "reader: list\ntrain: train.json\ntest: test.csv\n");

    assertThat(own.train()).containsExactly(new LabeledImage("a.jpg", 0));
    assertThat(own.test()).containsExactly(new LabeledImage("b.jpg", 0));
    text("train.json", "[{\"path\": \"a.jpg\", \"label\": 0}]");
    assertRefused(
        HEAD + "reader: list\ntrain: train.json\ntest: test.csv\n",
        "train.json: [0] has no class_name");
    text("train.json", "[{\"path\": \"a.jpg\",, \"label\": 0}]");
    assertRefused(
        HEAD + "reader: list\ntrain: train.json\ntest: test.csv\n",
        "train.json: not JSON at line 1");
  }

  @Test
  void aLineOfAListThatIsWrongIsNamed() throws IOException {
    files("a.jpg");
    String good = "path,label,class_name,split\na.jpg,0,hat,train\na.jpg,0,hat,test\n";
    text("all.csv", good);
    assertThat(open(LIST).train()).hasSize(1);
    assertListRefused(good.replace("0,hat,test", "-1,hat,test"), "line 3: the label \"-1\"");
    assertListRefused(good.replace("0,hat,test", "0,cap,test"), "line 3 calls label 0 \"cap\"");
    assertListRefused(good.replace("hat,test", "hat,tset"), "line 3: the split \"tset\" is none");
    assertListRefused(good.replace("a.jpg,0,hat,test", "../a.jpg,0,hat,test"), "line 3: the path");
    assertListRefused(good.replace("label", "lable"), "line 1: the header has no column label");
    assertListRefused(good.replace("0,hat,test", "2,tee,test"), "no image has label 1");
    assertListRefused(good.replace("hat,test", "hat,train"), "it has no image of the split test");
    assertListRefused("", "it has no image of the split test");
  }

  private void assertListRefused(String csv, String why) throws IOException {
    text("all.csv", csv);
    assertRefused(LIST, "all.csv: " + why);
  }

  @Test
  void aLineOfTheAircraftsFilesThatIsWrongIsNamed() throws IOException {
    files("1.jpg", "2.jpg", "3.jpg");
    text("variants.txt", "DC-3\nGulfstream IV\n");
    text("images_variant_train.txt", "1 Gulfstream IV\n");
    text("images_variant_val.txt", "2 DC-3\n");
    text("images_variant_test.txt", "3 DC-3\n");
    assertThat(open(AIRCRAFT).train()).containsExactly(new LabeledImage("1.jpg", 1));

    text("images_variant_val.txt", "\n2 DC-4\n");
    assertRefused(AIRCRAFT, "images_variant_val.txt: line 2: the variant \"DC-4\" is not in");
    text("images_variant_val.txt", "2DC-3\n");
    assertRefused(AIRCRAFT, "images_variant_val.txt: line 1: \"2DC-3\" is not an image's number");
    text("images_variant_val.txt", "4 DC-3\n");
    assertRefused(AIRCRAFT, "find the image \"4.jpg\" of val[0]");
    text("variants.txt", "DC-3\nDC-3\n");
    assertRefused(AIRCRAFT, "variants.txt: line 2: the variant \"DC-3\" is there twice");
  }

  @Test
  void imageNetsTrainAndValHaveTheSameClasses() throws IOException {
    files("train/n01/1.jpg", "train/n02/1.jpg", "val/n01/2.jpg");
    text("classnames.txt", "n01 tench\nn02 goldfish\n");
    String imageNet = HEAD + "reader: imagenet\nclass_names: classnames.txt\n";

    assertRefused(imageNet, "the class folder n02 is in train and not in val, or empty there");
    Files.createDirectory(root.resolve("own/val/n02"));
    assertRefused(imageNet, "the class folder n02 is in train and not in val, or empty there");
    files("val/n02/3.jpg", "val/n03/3.jpg");
    assertRefused(imageNet, "the class folder n03 is in val and not in train");
    assertRefused(HEAD + "reader: imagenet\n", "it lacks the key class_names");
  }

  @Test
  void numberedFoldersHaveOneForEachLine() throws IOException {
    files("0/1.jpg", "2/1.jpg");
    text("classnames.txt", "n01 tench\nn02 goldfish\nn03 shark\n");
    String second =
        HEAD.replace("images: .", "images: pictures")
            + "reader: numbered_folders\nclass_names: classnames.txt\n";
    Files.createDirectories(root.resolve("own/pictures"));
    for (String number : List.of("0", "2")) {
      Files.move(root.resolve("own/" + number), root.resolve("own/pictures/" + number));
    }

    assertRefused(
        second, "there is no folder 1 with images; there should be one for each of the 3 lines");
    Files.move(root.resolve("own/pictures/2"), root.resolve("own/pictures/1"));
    files("pictures/02/1.jpg");
    assertRefused(second, "the folder 02 is no number of a class");
  }

  @Test
  void aNumberedFolderIsItsClasssRankWhateverTheOrderOfTheLines() throws IOException {
    files("0/1.jpg", "1/1.jpg", "2/1.jpg");
    String second = HEAD + "reader: numbered_folders\nclass_names: classnames.txt\n";
    text("classnames.txt", "n03 shark\n\nn01 tench\nn02 goldfish\n");

    assertThat(open(second).classNames()).containsExactly("tench", "goldfish", "shark");
    assertThat(open(second).test()).contains(new LabeledImage("2/1.jpg", 2));
    text("classnames.txt", "2 shark\n10 ray\n1 tench\n");
    assertThat(open(second).classNames()).as("numbers").containsExactly("tench", "shark", "ray");
    text("classnames.txt", "class_2 shark\nclass_10 ray\nclass_1 tench\n");
    assertRefused(second, "rank the folders of ", "classnames.txt: ", "sort them");
    text("classnames.txt", "n03 shark\nn03 ray\nn02 goldfish\n");
    assertRefused(second, "classnames.txt: line 2: the folder n03 is there twice");
  }

  @Test
  void classesThatAPromptCannotTellApartAreRefusedUnlessAllowed() throws IOException {
    files("test/Top_Hat/1.jpg", "test/tee/1.jpg", "test/top  hat/1.jpg");

    assertRefused(
        FOLDERS,
        "tell classes of the dataset own apart: \"Top_Hat\" (label 0) and \"top  hat\" (label 2)");
    assertThat(open(FOLDERS + "shared_names: [\"top  hat\"]\n").classNames()).hasSize(3);
  }

  @Test
  void aKeyOfAnotherReaderAndAnUnknownReaderAreRefused() {
    assertRefused(FOLDERS + "list: all.csv\n", "it has no key list", "keys: [name, title,");
    assertRefused(HEAD + "reader: folder\n", "no reader folder; did you mean folders? (readers:");
    assertRefused(LIST + "test: test.csv\n", "it has the key test beside list");
    assertRefused(HEAD + "reader: list\n", "it lacks the key list, or test");
    assertRefused(FOLDERS + "counts: {classes: 2}\n", "it lacks the key counts.test");
    assertRefused(FOLDERS + "counts: {classes: -2, test: 1}\n", "counts.classes is no whole");
  }

  @Test
  void withoutCountsNothingCanBeAssumed() throws IOException {
    DeclaredDatasets own = declared(FOLDERS);
    assertThatThrownBy(() -> own.assumed("own"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot assume the dataset own: ")
        .hasMessageContaining("own.yaml declares no counts");
    Dataset assumed =
        declared(FOLDERS + "counts: {classes: 3, train: 8, val: 2, test: 4}\n").assumed("own");
    assertThat(assumed.train())
        .extracting(LabeledImage::label)
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2);
    assertThat(assumed.val()).hasSize(2);
    assertThat(assumed.test()).extracting(LabeledImage::path).doesNotHaveDuplicates();
  }

  @Test
  void countsOfAMillionMayBeRounded() {
    assertThat(DatasetCounts.agree(1_280_000, 1_281_167)).isTrue();
    assertThat(DatasetCounts.agree(1_280_000, 1_274_000)).isFalse();
    assertThat(DatasetCounts.agree(50_000, 50_001)).isFalse();
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      text(name, "never looked into");
    }
  }

  private void text(String name, String text) throws IOException {
    Path file = root.resolve("own").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private DeclaredDatasets declared(String yaml) throws IOException {
    Path folder = Files.createDirectories(root.resolve("declarations"));
    Files.writeString(folder.resolve("own.yaml"), yaml);
    return DeclaredDatasets.in(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
  }

  private Dataset open(String yaml) throws IOException {
    return declared(yaml).open("own", root.toString());
  }

  private void assertRefused(String yaml, String... why) {
    ThrowingCallable open = () -> open(yaml);
    assertThatThrownBy(open)
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET))
        .hasMessageStartingWith("Cannot ")
        .hasMessageContainingAll(why)
        .message()
        .doesNotContain("\n");
  }
}
