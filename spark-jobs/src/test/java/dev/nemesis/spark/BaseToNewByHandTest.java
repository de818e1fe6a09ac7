package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Picture;
import dev.nemesis.data.mini.MiniDatasets;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.Method;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cells of base classes against the obvious way to make the same: a dataset cut down by hand to the
 * base classes and to the images drawn for them, trained like any other, and tested on another that
 * was cut down to the new classes. Seven classes, which the train list names in another order.
 */
class BaseToNewByHandTest {
  private static final int CLASSES = 7;
  private static final int BASE = 4;
  private static final int SHOTS = 2;
  private static final int SEED = 3;
  private static final int PER_CLASS = 6;
  private static final String GRID =
      """
      name: NAME
      weights: mini
      vocab: mini
      data: {root: ROOT, declarations: ROOT}
      axes: {method: [zeroshot, coop, plot, cocoop]}
      settings: {seed: 3, loss: mix, omega: 1, ctx_len: 4, epochs: 3, batch_size: 3, views: 2, MORE}
      """;

  @TempDir Path root;

  /**
   * All images of seven classes of a drawn dataset as files, in a split that starts in the middle.
   */
  @BeforeEach
  void thereIsADatasetInFiles() throws IOException {
    Dataset drawn = MiniDatasets.open("mini-textures");
    List<LabeledImage> train = new ArrayList<>();
    List<LabeledImage> test = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      int label = (i * 3 + 5) % CLASSES;
      train.addAll(files(drawn, drawn.train(), label));
      test.addAll(files(drawn, drawn.test(), label));
    }
    List<String> names = drawn.classNames().subList(0, CLASSES);
    declare("whole", names, train, test);

    List<LabeledImage> shots = FewShot.draw(train, List.of(), SHOTS, SEED).train();
    declare(
        "first-half",
        names.subList(0, BASE),
        of(shots, label -> label < BASE, 0),
        of(test, label -> label < BASE, 0));
    declare(
        "second-half",
        names.subList(BASE, CLASSES),
        of(train, label -> label >= BASE, BASE),
        of(test, label -> label >= BASE, BASE));
  }

  @Test
  void theyAreTheSame() throws IOException {
    Map<Method, CellResult> cells = run("whole", "dataset: whole, classes: base, shots: " + SHOTS);
    // One shot more than there are images: all of them, in their order.
    Map<Method, CellResult> byHand =
        run("hand", "dataset: first-half, targets: [second-half], shots: " + (SHOTS + 1));

    assertThat(cells).hasSize(4);
    cells.forEach(
        (method, cell) -> {
          CellResult same = byHand.get(method);
          assertThat(cell.evaluations())
              .as("%s", method)
              .extracting(e -> e.target() + " " + e.classes() + " " + e.images())
              .containsExactly(
                  "whole base " + BASE * PER_CLASS, "whole new " + (CLASSES - BASE) * PER_CLASS);
          assertThat(cell.steps()).isEqualTo(same.steps());
          assertThat(numbers(cell)).hasSameSizeAs(numbers(same));
          for (int i = 0; i < numbers(cell).size(); i++) {
            assertThat(numbers(cell).get(i))
                .as("%s, number %d", method, i)
                .isCloseTo(numbers(same).get(i), within(1e-5));
          }
          assertThat(cell.accuracy()).isEqualTo(cell.evaluations().get(0).accuracy());
        });
  }

  /** Accuracies and F1 of both halves, training's losses, and all that was learned. */
  private static List<Double> numbers(CellResult cell) {
    List<Double> numbers = new ArrayList<>();
    for (Evaluation evaluation : cell.evaluations()) {
      numbers.add(evaluation.accuracy());
      numbers.add(evaluation.macroF1());
    }
    cell.epochs().forEach(epoch -> numbers.add(epoch.ceLoss()));
    cell.learned().forEach(array -> array.values().forEach(v -> numbers.add((double) v)));
    return numbers;
  }

  private Map<Method, CellResult> run(String name, String more) throws IOException {
    Path out = root.resolve("out-" + name);
    String yaml = GRID.replace("NAME", name).replace("ROOT", root.toString()).replace("MORE", more);
    Path grid = Files.writeString(root.resolve(name + ".grid"), yaml);
    CommandLineRun run =
        CommandLineRun.of("run", grid.toString(), "--out", out.toString(), "--master", "local[2]");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    OutFolder folder = OutFolder.at(out.toString(), new Configuration());
    Map<Method, CellResult> cells = new HashMap<>();
    for (String id : CellFiles.done(folder).keySet()) {
      CellResult cell = CellFiles.read(folder, id);
      cells.put(cell.cell().method(), cell);
    }
    return cells;
  }

  private List<LabeledImage> files(Dataset drawn, List<LabeledImage> split, int label)
      throws IOException {
    List<LabeledImage> files = new ArrayList<>();
    for (LabeledImage image : split) {
      if (image.label() == label && files.size() < PER_CLASS) {
        LabeledImage file = new LabeledImage(image.path() + ".png", label);
        Path path = root.resolve("photos/images").resolve(file.path());
        Files.createDirectories(path.getParent());
        write(drawn.pictures().read(image.path()), path);
        files.add(file);
      }
    }
    return files;
  }

  private static void write(Picture picture, Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      int colour = (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | (rgb[i + 2] & 0xff);
      image.setRGB(i / 3 % picture.width(), i / 3 / picture.width(), colour);
    }
    ImageIO.write(image, "png", file.toFile());
  }

  /** Those of some classes, their labels counted from another. */
  private static List<LabeledImage> of(List<LabeledImage> images, IntPredicate of, int first) {
    return images.stream()
        .filter(image -> of.test(image.label()))
        .map(image -> new LabeledImage(image.path(), image.label() - first))
        .toList();
  }

  private void declare(
      String name, List<String> names, List<LabeledImage> train, List<LabeledImage> test)
      throws IOException {
    Files.writeString(
        root.resolve("photos/" + name + ".json"),
        "{\"train\": [%s], \"val\": [], \"test\": [%s]}"
            .formatted(entries(names, train), entries(names, test)));
    Files.writeString(
        root.resolve(name + ".yaml"),
        "{name: %s, title: %s, folder: photos, images: images, split: %s.json}"
            .formatted(name, name, name));
  }

  private static String entries(List<String> names, List<LabeledImage> images) {
    return images.stream()
        .map(i -> "[\"%s\", %d, \"%s\"]".formatted(i.path(), i.label(), names.get(i.label())))
        .collect(Collectors.joining(", "));
  }
}
