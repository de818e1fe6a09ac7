package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cells share nothing by accident: in whatever order a file names them, whatever they are trained
 * together with, on however many cores and executors, each sees the same images and draws and
 * becomes the same, to the bit in the same bundle and to rounding in another.
 */
@Tag("slow")
class ShuffledGridTest {
  private static final int CELLS = 2 + 16 + 4;

  private static final String FEW_SHOT =
      """
      name: order
      axes: {AXES}
      settings: {dataset: mini-counts, omega: 1, epochs: 3, ctx_len: 4, batch_size: 4, views: 1}
      """;
  private static final String IN_ORDER =
      FEW_SHOT.replace(
          "AXES",
          "method: [zeroshot, coop], shots: [1, 2], seed: [1, 2], classes: [all, base],"
              + " loss: [pun, pan]");
  private static final String SHUFFLED =
      FEW_SHOT.replace(
          "AXES",
          "loss: [pan, pun], seed: [2, 1], classes: [base, all], shots: [2, 1],"
              + " method: [coop, zeroshot]");

  private static final String OTHER_METHODS =
      """
      name: order
      axes: {AXES}
      settings: {dataset: mini-counts, classes: base, shots: 1, loss: mix, epochs: 2, ctx_len: 4,
        batch_size: 2, views: 0}
      """;
  private static final String OTHERS_IN_ORDER =
      OTHER_METHODS.replace("AXES", "method: [plot, cocoop], seed: [1, 2]");
  private static final String OTHERS_SHUFFLED =
      OTHER_METHODS.replace("AXES", "seed: [2, 1], method: [cocoop, plot]");

  @TempDir static Path folder;
  private static Path inOrder;
  private static Map<String, CellResult> expected;

  @BeforeAll
  static void allAreTrainedInOrderOnOneCore() throws IOException {
    inOrder = folder.resolve("in-order");
    run(inOrder, IN_ORDER, "local[1]", 4);
    run(inOrder, OTHERS_IN_ORDER, "local[1]", 4);
    expected = cells(inOrder);
    assertThat(expected).hasSize(CELLS);
    assertThat(expected.values()).extracting(CellResult::bundleSize).contains(1, 2, 4);
  }

  @Test
  void theSameBundlesOnTwoExecutorsOfAClusterGiveTheSameBits() throws Exception {
    Path out = folder.resolve("cluster");
    Path place = Files.createDirectories(folder.resolve("place"));
    try (LocalCluster cluster = LocalCluster.start(place, "--workers", "2", "--cores", "1")) {
      for (String yaml : List.of(IN_ORDER, OTHERS_IN_ORDER)) {
        Path grid = Files.writeString(place.resolve("grid.yaml"), yaml);
        try (NemesisProcess nemesis =
            NemesisProcess.of()
                .option(
                    "--properties-file",
                    Shared.projectRoot().resolve("conf/spark/standalone.conf").toString())
                .option("--master", cluster.masterUrl())
                .start(place, "run", grid.toString(), "--out", out.toString(), "--bundle", "4")) {
          Ended run = nemesis.exit();
          assertThat(run.code()).as(run.err()).isZero();
        }
      }
    }

    Map<String, CellResult> cells = cells(out);
    assertThat(cells.keySet()).isEqualTo(expected.keySet());
    assertThat(features(out)).as("the same images").isEqualTo(features(inOrder));
    cells.forEach(
        (id, cell) -> {
          CellResult same = expected.get(id);
          assertThat(cell.provenance().bundle()).isEqualTo(same.provenance().bundle());
          assertThat(cell.evaluations()).as(id).isEqualTo(same.evaluations());
          assertThat(cell.epochs()).as(id).isEqualTo(same.epochs());
          assertThat(cell.learned()).as(id).isEqualTo(same.learned());
        });
  }

  @Test
  void eachAloneInAnotherOrderOnTwoCoresIsTheSameToRounding() throws IOException {
    Path out = folder.resolve("alone");
    run(out, SHUFFLED, "local[2]", 1);
    run(out, OTHERS_SHUFFLED, "local[2]", 1);

    assertThat(features(out)).as("the same images").isEqualTo(features(inOrder));
    assertSameToRounding(cells(out));
  }

  @Test
  void otherCompanyInAnotherOrderIsTheSameToRounding() throws IOException {
    Path out = folder.resolve("company");
    run(out, OTHERS_SHUFFLED, "local[2]", 5);
    run(out, SHUFFLED, "local[2]", 5);

    Map<String, CellResult> cells = cells(out);
    assertThat(
            cells.values().stream()
                .filter(
                    cell ->
                        cell.provenance()
                            .bundle()
                            .equals(expected.get(cell.cellId()).provenance().bundle())))
        .as("but for zero-shot, nobody has the company it had")
        .hasSize(2);
    assertSameToRounding(cells);
  }

  private static void assertSameToRounding(Map<String, CellResult> cells) {
    assertThat(cells.keySet()).isEqualTo(expected.keySet());
    cells.forEach(
        (id, cell) -> {
          CellResult same = expected.get(id);
          assertThat(draws(cell)).as("positions that %s drew", id).isEqualTo(draws(same));
          List<Double> numbers = numbers(cell);
          assertThat(numbers).hasSameSizeAs(numbers(same));
          for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i))
                .as("%s, number %d", id, i)
                .isCloseTo(numbers(same).get(i), within(1e-5));
          }
          assertThat(cell.evaluations()).hasSameSizeAs(same.evaluations());
          for (int i = 0; i < cell.evaluations().size(); i++) {
            Evaluation is = cell.evaluations().get(i);
            Evaluation was = same.evaluations().get(i);
            assertThat(is.target() + is.classes()).isEqualTo(was.target() + was.classes());
            assertThat(is.accuracy())
                .as("%s, one image more or less", id)
                .isCloseTo(was.accuracy(), within(100.0 / is.images() + 1e-9));
          }
        });
  }

  /** How often PAN tried each position, in each epoch. */
  private static List<List<Integer>> draws(CellResult cell) {
    return cell.epochs().stream().map(EpochResult::lneTried).toList();
  }

  /** All that was learned, and the losses on the way there. */
  private static List<Double> numbers(CellResult cell) {
    List<Double> numbers = new ArrayList<>();
    cell.epochs().forEach(epoch -> numbers.add(epoch.ceLoss()));
    cell.learned().forEach(array -> array.values().forEach(v -> numbers.add((double) v)));
    return numbers;
  }

  private static void run(Path out, String yaml, String master, int bundle) throws IOException {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), yaml);
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            grid.toString(),
            "--out",
            out.toString(),
            "--master",
            master,
            "--bundle",
            Integer.toString(bundle));
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  private static Map<String, CellResult> cells(Path out) {
    OutFolder files = OutFolder.at(out.toString(), new Configuration());
    Map<String, CellResult> cells = new TreeMap<>();
    CellFiles.done(files).keySet().forEach(id -> cells.put(id, CellFiles.read(files, id)));
    return cells;
  }

  /** Blocks of features by name, which has a digest of which images' they are. */
  private static Set<String> features(Path out) throws IOException {
    Path features = out.resolve("features");
    try (Stream<Path> files = Files.walk(features)) {
      Set<String> names = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".safetensors"))
          .forEach(file -> names.add(features.relativize(file).toString()));
      return names;
    }
  }
}
