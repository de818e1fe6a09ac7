package dev.nemesis.data.catalogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of a list is an image, whatever is in it, or the list is refused. */
class ListedInCsvTest {
  private static final String HEADER = "path,label,class_name,split\n";

  @TempDir private Path root;
  private DeclaredFiles own;

  @BeforeEach
  void place() throws IOException {
    own = new DeclaredFiles(root, DeclaredFiles.HEAD + "reader: list\nlist: all.csv\n");
    own.with("#1.jpg", "a.jpg", "b.jpg");
  }

  @Test
  void aRowThatBeginsWithAHashIsARow() throws IOException {
    list(HEADER + "#1.jpg,0,#hat,train\n\"#1.jpg\",0,#hat,test\na.jpg,1,tee,test\n");
    assertThat(own.open().train()).containsExactly(new LabeledImage("#1.jpg", 0));
    assertThat(own.open().test()).hasSize(2);
    assertThat(own.open().classNames()).containsExactly("#hat", "tee");
    own.with("c/1.jpg").text("all.csv", "#path,label,class_name,split\na.jpg,0,hat,test\n");
    own.assertRefused("all.csv: line 1: the header has no column path");
  }

  @Test
  void namesThatElsewhereMeanNothingAreNames() throws IOException {
    list(HEADER + "a.jpg,0,null,test\na.jpg,1,NA,test\na.jpg,2,-,test\na.jpg,3,\\N,test\n");
    assertThat(own.open().classNames()).containsExactly("null", "NA", "-", "\\N");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void separatorsAreToldApart(String separator) throws IOException {
    String line = "a.jpg,0,\"hat; top, tall\",test\n";
    list((HEADER + line).replace(",", separator).replace("top" + separator, "top,"));
    assertThat(own.open().classNames()).containsExactly("hat; top, tall");
  }

  @Test
  void otherSeparatorsAreRefused() throws IOException {
    list((HEADER + "a.jpg,0,hat,test\n").replace(',', '|'));
    own.assertRefused(
        "line 1: the header has no column path; it should have path, label, class_name, split, with"
            + " commas, semicolons or tabs between");
    list(HEADER + "a.jpg;0;hat;test\n");
    own.assertRefused("line 2 has no split");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesMayEndInAnyWayAndTheLastInNone(String end) throws IOException {
    list((HEADER + "a.jpg,0,hat,train\n\n  \nb.jpg,0,\"hat\",test").replace("\n", end));
    Dataset dataset = own.open();
    assertThat(dataset.train()).hasSize(1);
    assertThat(dataset.test()).hasSize(1);
    assertThat(dataset.classNames()).containsExactly("hat");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheHeader() throws IOException {
    list("\ufeff\"path\"" + HEADER.substring(4) + "a.jpg,0,hat,test\n");
    assertThat(own.open().test()).hasSize(1);
  }

  @Test
  void whiteSpaceCountsInQuotesAloneAndCapitalsOfTheHeaderDoNot() throws IOException {
    own.with(" c.jpg");
    list("Path, Label, Class_Name, SPLIT\na.jpg, 0 , hat , test\n\" c.jpg\",0,hat,test\n");
    assertThat(own.open().test())
        .containsExactly(new LabeledImage("a.jpg", 0), new LabeledImage(" c.jpg", 0));
  }

  @Test
  void valuesAndRowsMayBeLongAndMany() throws IOException {
    String note = "x".repeat(100_000);
    String more = ",more".repeat(2000);
    list(
        HEADER.strip()
            + ",note"
            + more
            + "\n"
            + ("a.jpg,0,hat,test," + note + more + "\n").repeat(20));
    assertThat(own.open().test()).hasSize(20);
  }

  @Test
  void whatIsNotQuotedAsCsvQuotesIsRefused() throws IOException {
    list(HEADER + "a.jpg,0,\"top\"\"hat\",test\n");
    assertThat(own.open().classNames()).containsExactly("top\"hat");
    list(HEADER + "a.jpg,0,\"hat,test\nb.jpg,0,hat,test\n");
    own.assertRefused("line 2: a quote is not closed in its line");
    list(HEADER + "a.jpg,0,\"hat\" \"top\",test\n");
    own.assertRefused("line 2: it is not CSV; double a quote that is part of a value");
    list(HEADER + "a.jpg,0,\"hat\nb.jpg,0,\"tee\",test\n");
    own.assertRefused("line 2: a quote is not closed in its line");
  }

  @Test
  void aValueMoreThanTheHeaderHasIsRefused() throws IOException {
    list("path,label,split,class_name\na.jpg,0,test,top, tall hat\n");
    own.assertRefused("line 2: it has 5 values and the header has 4 columns; put quotes around");
    list("path,label,split,class_name\na.jpg,0,test,hat,,\n");
    assertThat(own.open().test()).hasSize(1);
    list(HEADER + ",,,\n");
    own.assertRefused("line 2 has no split");
    list("path,label,class_name,split,label\na.jpg,0,hat,test,1\n");
    own.assertRefused("line 1: the header has the column label twice");
  }

  @Test
  void bytesThatAreNoUtf8AreNamed() throws IOException {
    own.bytes("all.csv", (HEADER + "a.jpg,0,caf\u00e9,test\n").getBytes(ISO_8859_1));
    own.assertRefused("read the list of images ", "all.csv: line 2: byte 40 of the file, 0xE9, is");
    own.bytes("all.csv", HEADER.getBytes(UTF_16LE));
    own.assertRefused("all.csv: it is UTF-16; save it as UTF-8");
  }

  @Test
  void everyTextFileOfADatasetMayHaveAByteOrderMark() throws IOException {
    String mark = "\ufeff";
    own.text(
        "all.json",
        mark + "[{\"path\":\"a.jpg\",\"label\":0,\"class_name\":\"hat\",\"split\":\"test\"}]");
    assertThat(own.declaredAs(own.yaml().replace("csv", "json")).open().test()).hasSize(1);
    own.text(
        "split.json",
        mark + "{\"train\":[[\"a.jpg\",0,\"hat\"]],\"val\":[],\"test\":[[\"b.jpg\",0,\"hat\"]]}");
    assertThat(own.declaredAs(mark + DeclaredFiles.HEAD + "split: split.json\n").open().test())
        .hasSize(1);
    own.text("variants.txt", mark + "DC-3\n");
    for (String part : new String[] {"train", "val", "test"}) {
      own.text("images_variant_" + part + ".txt", mark + "a DC-3\n");
    }
    assertThat(own.declaredAs(DeclaredFiles.HEAD + "reader: aircraft\n").open().classNames())
        .containsExactly("DC-3");
    own.with("photos/n1/a.jpg").text("names.txt", mark + "n1 hat\n");
    assertThat(
            own.declaredAs(
                    DeclaredFiles.HEAD.replace(": .", ": photos")
                        + "reader: ranked_folders\nclass_names: names.txt\n")
                .open()
                .classNames())
        .containsExactly("hat");
  }

  @Test
  void whatAJsonListLeavesOutIsRefused() throws IOException {
    String image = "{\"path\":\"a.jpg\",\"label\":0,\"class_name\":\"hat\",\"split\":\"test\"}";
    DeclaredFiles json = own.declaredAs(own.yaml().replace("csv", "json"));
    own.text("all.json", "[" + image + "]\n[" + image + "]");
    json.assertRefused("all.json: not JSON at line 2");
    own.text("all.json", "[" + image.replace("\"hat\"", "null") + "]");
    json.assertRefused("all.json: [0] has no class_name");
    own.text(
        "split.json",
        "{\"train\":[[\"a.jpg\",0,\"hat\"]],\"val\":[],\"valid\":[],\"test\":[[\"b.jpg\",0,\"hat\"]]}");
    own.declaredAs(DeclaredFiles.HEAD + "split: split.json\n")
        .assertRefused("split.json: it has the list \"valid\"; it should have train, val and test");
  }

  private void list(String csv) throws IOException {
    own.text("all.csv", csv);
  }
}
