package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.testing.PaperFolders;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN =
      "name: own\ntitle: Own\nfolder: own\nreader: list\nimages: .\nlist: images.csv\n";

  @TempDir static Path paper;
  @TempDir Path folder;

  @BeforeAll
  static void layThePapersDatasetsOut() throws IOException {
    PaperFolders.lay(paper);
  }

  @Test
  void everyDatasetOfThePaperIsCheckedToTheLastImage() {
    CommandLineRun check = run("check", "--data-root", paper.toString());

    assertThat(check.out().lines().filter(line -> line.matches("[a-z].*"))).hasSize(1 + 15);
    assertThat(check.out())
        .doesNotContain("missing file", "unreadable file", "duplicate path", "label without")
        .doesNotContain("cannot be read")
        .contains("count: train are 6, declared are 4128");
    assertThat(check.code()).as("most of these copies are too small").isEqualTo(1);
  }

  @Test
  void whatIsWrongWithADatasetIsListedByKind() throws IOException {
    own(
        """
        path,label,class_name,split
        a.jpg,0,hat,train
        a.jpg,0,hat,train
        b.jpg,1,tee,train
        b.jpg,1,tee,test
        gone.jpg,0,hat,val
        """);
    Files.writeString(folder.resolve("own/b.jpg"), "no picture");

    CommandLineRun check = check();
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .contains(
            "  missing file: val[0] gone.jpg",
            "  unreadable file: b.jpg: it is not an image of a known format",
            "  duplicate path: a.jpg is train[0] and train[1]",
            "  duplicate path: b.jpg is train[2] and test[0]",
            "  label without images: 0 hat has none in test",
            "  note: own: 2 of 2 classes have fewer than 16 train images")
        .containsPattern("(?m)^own +2 +3 +1 +1 +5 problems$");

    CommandLineRun quick = check("--quick");
    assertThat(quick.out())
        .contains("No image was decoded", "missing file")
        .doesNotContain("unrea");
    assertThat(quick.code()).isEqualTo(1);
  }

  @Test
  void anImageInTrainAndInTestIsSaidByCheckAndPlan() throws IOException {
    own(
        """
        path,label,class_name,split
        a.jpg,0,hat,train
        b.jpg,1,tee,train
        a.jpg,0,hat,test
        """);
    String twice = "own: duplicate path: a.jpg is train[0] and test[0]";
    assertThat(plan()).contains("note     " + twice);
    assertThat(check("--quick").out())
        .contains("duplicate path: a.jpg is train[0] and test[0]")
        .contains("label without images: 1 tee has none in test");
  }

  @Test
  void whatAFolderLeavesOutIsSaidByCheckAndPlan() throws IOException {
    own("");
    Files.writeString(
        folder.resolve("declared/own.yaml"),
        "name: own\ntitle: Own\nfolder: own\nimages: .\nreader: folders\n");
    for (String image :
        List.of("train/hat/1.jpg", "test/hat/2.jpg", "test/cap/2.jpg", "__MACOSX/._1.jpg")) {
      Path file = folder.resolve("own").resolve(image);
      Files.createDirectories(file.getParent());
      Files.copy(paper.resolve(".colours/0.jpg"), file);
    }
    CommandLineRun check = check();
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .contains("  left out: images.csv", "  label without images: 0 cap has none in train")
        .contains("  note: ignored: __MACOSX/");
    assertThat(plan())
        .contains("note     own: left out: a.jpg, b.jpg, c.jpg and 2 more")
        .contains("note     own: label without images: 0 cap has none in train")
        .contains("note     own: ignored: __MACOSX/");
  }

  private String plan() throws IOException {
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            "{name: g, weights: mini, vocab: mini, settings: {dataset: own, shots: 1, loss: none}}");
    CommandLineRun plan =
        CommandLineRun.of(
            "plan",
            grid.toString(),
            "--out",
            folder.resolve("out").toString(),
            "--set",
            "data.root=" + folder,
            "--set",
            "data.declarations=" + folder.resolve("declared"));
    assertThat(plan.code()).as(plan.err()).isZero();
    return plan.out();
  }

  @Test
  void aDatasetWithNothingWrongEndsWithZero() throws IOException {
    own("path,label,class_name,split\na.jpg,0,hat,train\nb.jpg,0,hat,test\n");

    assertThat(check().code()).isZero();
    assertThat(check().out()).containsPattern("(?m)^own +1 +1 +0 +1 +ok$");
  }

  @Test
  void aDatasetThatCannotBeReadStopsNoOther() throws IOException {
    own("path,label,class_name,split\na.jpg,x,hat,train\n");
    Files.createDirectories(folder.resolve("dtd"));

    CommandLineRun check = check();
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.out())
        .contains("Cannot find the split file ", "dtd/split_zhou_DescribableTextures.json")
        .contains("images.csv: line 2: the label \"x\" is no whole number from 0");
  }

  @Test
  void namesAndRootsThatAreNotThereAreRefused() {
    CommandLineRun unknown = run("check", "dtt", "--data-root", folder.toString());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("called dtt; did you mean dtd?").hasLineCount(1);
    CommandLineRun none = run("check", "--data-root", folder.toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).startsWith("Cannot find a dataset in " + folder).hasLineCount(1);
  }

  @Nested
  @ReadsShared
  class WithTheReferencesSplits {
    @TempDir static Path real;

    @BeforeAll
    static void layThemOut() throws IOException {
      PaperFolders.layReal(real);
    }

    @Test
    void datasetsAsLargeAsThePapersAreAllRight() {
      CommandLineRun check =
          run("check", "dtd", "eurosat", "oxford_pets", "--quick", "--data-root", real.toString());

      assertThat(check.code()).as(check.out() + check.err()).isZero();
      assertThat(check.out())
          .containsPattern("(?m)^dtd +47/47 +2820/2820 +1128 +1692/1692 +ok$")
          .containsPattern("(?m)^eurosat +10/10 +13500/13500 +5400 +8100/8100 +ok$")
          .containsPattern("(?m)^oxford_pets +37/37 +2944/2944 +736 +3669/3669 +ok$");
    }

    @Test
    void theFewShotSubsetsAreCoOpsForEveryDatasetThatIsThere() throws IOException {
      Path recorded = Shared.path("real/fewshot");
      Pattern name = Pattern.compile("shot_(\\d+)-seed_(\\d+)\\.json");
      int compared = 0;
      try (var files = Files.walk(recorded)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          Matcher matcher = name.matcher(file.getFileName().toString());
          assertThat(matcher.matches()).isTrue();
          String dataset = file.getParent().getFileName().toString();
          JsonNode shown = show(real, dataset, matcher.group(1), matcher.group(2));
          JsonNode expected = JSON.readTree(file.toFile());
          for (String part : List.of("train", "val")) {
            assertThat(images(shown.get(part), "path", "class_name"))
                .as(file + " " + part)
                .isEqualTo(recorded(expected.get(part).get("data"), shown.get(part)));
          }
          compared++;
        }
      }
      assertThat(compared).isPositive().isEqualTo(count(recorded));
    }
  }

  @Test
  void aSubsetIsShownForPeopleAndSaysWhichClassesAreShort() throws IOException {
    own(
        """
        path,label,class_name,split
        a.jpg,0,top hat,train
        b.jpg,1,tee,train
        c.jpg,1,tee,train
        d.jpg,1,tee,test
        """);

    CommandLineRun show = own("show", "own", "--shots", "2", "--seed", "1");
    assertThat(show.code()).as(show.err()).isZero();
    assertThat(show.out())
        .startsWith(
            "own: 1 of 2 classes have fewer than 2 train images, and all they have are taken: top"
                + " hat has 1")
        .containsPattern("(?m)^train +a.jpg +0 +top hat$")
        .containsPattern("(?m)^train +[bc].jpg +1 +tee$");
    JsonNode json =
        JSON.readTree(own("show", "own", "--shots", "2", "--seed", "1", "--json").out());
    assertThat(json.get("short_classes").toString())
        .isEqualTo("[{\"class_name\":\"top hat\",\"images\":1}]");
    assertThat(json.get("digest").asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void aDatasetForTestsOnlyHasNoSubset() {
    CommandLineRun show =
        run("show", "imagenet_a", "--shots", "1", "--seed", "1", "--data-root", paper.toString());

    assertThat(show.code()).isEqualTo(2);
    assertThat(show.err()).contains("it has test images only").hasLineCount(1);
  }

  @Test
  void drawnDatasetsAreShownWithoutARoot() {
    CommandLineRun show = run("show", "mini-tiles", "--shots", "1", "--seed", "2");

    assertThat(show.code()).as(show.err()).isZero();
    assertThat(show.out().lines().filter(line -> line.startsWith("train"))).hasSize(12);
  }

  @Test
  void declaredDatasetsAreListedWithTheirTitlesAndFolders() throws IOException {
    own("");
    // As earlier versions called it; the help does not.
    CommandLineRun list = run("list", "--declarations", folder.resolve("declared").toString());
    assertThat(run("show", "--help").out()).contains("--data-root").doesNotContain("--root ");

    assertThat(list.code()).isZero();
    assertThat(list.out())
        .containsPattern(
            "(?m)^oxford_flowers +Flowers102 +coop +oxford_flowers +the program, conf/datasets/oxford_flowers.yaml")
        .containsPattern("(?m)^imagenetv2 +ImageNetV2 +numbered_folders +imagenetv2 ")
        .containsPattern("(?m)^own +Own +list +own +file:.*/declared/own.yaml$");
  }

  private static long count(Path recorded) throws IOException {
    try (var files = Files.walk(recorded)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static List<String> images(JsonNode list, String path, String className) {
    List<String> images = new ArrayList<>();
    list.forEach(
        image -> images.add(image.get(path).asText() + image.get("label") + image.get(className)));
    return images;
  }

  /** As recorded, with the paths' way to the images' folder, which is the recorder's, taken off. */
  private static List<String> recorded(JsonNode list, JsonNode shown) {
    List<String> images = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode image = list.get(i);
      String path = image.get("impath").asText();
      String below = shown.path(i).path("path").asText("");
      images.add(
          (path.endsWith("/" + below) ? below : path)
              + image.get("label")
              + image.get("classname"));
    }
    return images;
  }

  private static JsonNode show(Path root, String dataset, String shots, String seed)
      throws IOException {
    CommandLineRun show =
        run(
            "show",
            dataset,
            "--shots",
            shots,
            "--seed",
            seed,
            "--data-root",
            root.toString(),
            "--json");
    assertThat(show.code()).as(show.err()).isZero();
    return JSON.readTree(show.out());
  }

  /** A dataset of the user's own; its images are copies of one. */
  private void own(String csv) throws IOException {
    Path home = Files.createDirectories(folder.resolve("own"));
    Files.writeString(home.resolve("images.csv"), csv);
    for (String name : List.of("a.jpg", "b.jpg", "c.jpg", "d.jpg")) {
      Files.copy(paper.resolve(".colours/0.jpg"), home.resolve(name));
    }
    Files.writeString(Files.createDirectories(folder.resolve("declared")).resolve("own.yaml"), OWN);
  }

  private CommandLineRun check(String... options) {
    List<String> args = new ArrayList<>(List.of("check"));
    args.addAll(List.of(options));
    return own(args.toArray(String[]::new));
  }

  private CommandLineRun own(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data-root", folder.toString()));
    all.addAll(List.of("--data-declarations", folder.resolve("declared").toString()));
    return run(all.toArray(String[]::new));
  }

  private static CommandLineRun run(String... args) {
    List<String> all = new ArrayList<>(List.of("data"));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
