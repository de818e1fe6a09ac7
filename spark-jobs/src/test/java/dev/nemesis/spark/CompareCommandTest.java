package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.grid.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code nemesis compare} says of two real folders. */
class CompareCommandTest {
  private static final Map<Long, Double> A = Map.of(1L, 60.0, 2L, 62.0, 3L, 64.0);
  private static final Map<Long, Double> B = Map.of(1L, 61.0, 2L, 64.0, 3L, 64.0);

  @TempDir Path folder;
  private Path a;
  private Path b;
  private Path csv;

  @BeforeEach
  void places() {
    a = folder.resolve("a");
    b = folder.resolve("b");
    csv = folder.resolve("csv/settings.csv");
  }

  @Test
  void equalGridsAreSaidToBe() throws IOException {
    grid(a, "method: [coop, zeroshot], seed: [1, 2]", "").done(cell -> 60.0 + cell.seed() / 3.0);
    grid(b, "method: [coop, zeroshot], seed: [1, 2]", "").done(cell -> 60.0 + cell.seed() / 3.0);

    String said = compare();

    assertThat(said)
        .startsWith("A  " + a + ", grid g\nB  " + b + ", grid g\n\n")
        .contains("Cells of the same id: 3, of which 3 have the same accuracy to the bit\n")
        .contains("Only in A: 0; only in B: 0; in both, with a result in one or none: 0\n")
        .contains("Settings in both: 2; only in A: 0; only in B: 0\n")
        .contains("No setting that both have differs")
        .doesNotContain("differ in", "largest difference");
  }

  @Test
  void aChangedAccuracyAndCellsThatOneGridHasAloneAppear() throws IOException {
    grid(a, "seed: [1, 2, 3], shots: [1, 4]", "")
        .done(cell -> cell.shots() == 4 && cell.seed() == 3 ? null : 60.0);
    FinishedGrid other = grid(b, "seed: [1, 2, 3, 4], shots: [1, 4]", "");
    other.done(
        cell ->
            cell.seed() == 2 && cell.shots() == 1
                ? Double.valueOf(61.5)
                : cell.seed() == 1 && cell.shots() == 4 ? null : Double.valueOf(60.0));
    Cell failed =
        other.cells().stream()
            .filter(cell -> cell.seed() == 1 && cell.shots() == 4)
            .findAny()
            .orElseThrow();
    other.failed(failed, "it burst", null);

    String said = compare();

    assertThat(said)
        .contains("Cells of the same id: 4, of which 3 have the same accuracy to the bit\n")
        .contains("  largest difference 1.50, mean of all 0.38 (without sign, in percent)\n")
        .contains("Only in A: 0; only in B: 3; in both, with a result in one or none: 1\n");
    assertThat(
            said.lines()
                .filter(line -> line.contains("61.50"))
                .map(line -> line.replaceAll(" +", " ")))
        .singleElement()
        .asString()
        .matches(" d-1shot-coop-none-s2-[0-9a-f]{12} 60.00 61.50 \\+1.50");
    assertThat(
            said.lines()
                .filter(line -> line.startsWith("d  "))
                .findFirst()
                .orElseThrow()
                .split(" {2,}"))
        .containsExactly("d", "2", "60.00", "60.25", "+0.25", "1", "0", "1", "0", "0", "+0.50");
  }

  @Test
  void sharedSeedsArePairedAsByHandAndAllTestsAreCorrectedTogether() throws IOException {
    grid(a, "seed: [1, 2, 3], dataset: [d, e]", "").done(cell -> A.get(cell.seed()));
    grid(b, "seed: [1, 2, 3, 4], dataset: [d, e]", "")
        .done(
            cell ->
                cell.seed() == 4
                    ? 99
                    : cell.dataset().equals("d") ? B.get(cell.seed()) : A.get(cell.seed()));

    String said = compare("--csv", csv.toString());

    Map<String, String> row = rows().get(0);
    assertThat(row)
        .containsEntry("dataset", "d")
        .containsEntry("seeds_a", "3")
        .containsEntry("seeds_b", "4")
        .containsEntry("pairs", "3");
    assertThat(number(row, "mean_a")).isEqualTo(62);
    assertThat(number(row, "mean_b")).isEqualTo(63);
    assertThat(number(row, "difference")).isEqualTo(1);
    // 1 -+ 4.302653 / sqrt(3): the differences are 1, 2 and 0.
    assertThat(number(row, "low")).isCloseTo(-1.484138, within(1e-6));
    assertThat(number(row, "high")).isCloseTo(3.484138, within(1e-6));
    assertThat(number(row, "p")).isCloseTo(0.225403, within(1e-6));
    assertThat(number(row, "p_holm")).isCloseTo(2 * 0.225403, within(1e-5));
    assertThat(rows().get(1))
        .containsEntry("difference", "0.0")
        .containsEntry("p", "1.0")
        .containsEntry("p_holm", "1.0");
    assertThat(said).contains("-1.48 to +3.48").contains("for 2 tests");
  }

  @Test
  void whereNoSeedIsSharedItIsWelchsTest() throws IOException {
    grid(a, "seed: [1, 2, 3]", "").done(cell -> A.get(cell.seed()));
    grid(b, "seed: [4, 5]", "").done(cell -> 62.0 + 2 * cell.seed());

    compare("--csv", csv.toString());

    // Means 62 and 71, variances 4 and 2: standard error sqrt(7/3), 49/17 degrees of freedom.
    Map<String, String> row = rows().get(0);
    assertThat(number(row, "difference")).isEqualTo(9);
    assertThat(number(row, "low")).isCloseTo(4.024532, within(1e-5));
    assertThat(number(row, "high")).isCloseTo(13.975468, within(1e-5));
    assertThat(number(row, "p")).isCloseTo(0.010907, within(1e-6));
  }

  @Test
  void oneSeedIsComparedAndNotTested() throws IOException {
    grid(a, "seed: [1]", "").done(cell -> 60.0);
    grid(b, "seed: [1]", "").done(cell -> 65.0);

    assertThat(compare("--csv", csv.toString())).contains("+5.00").contains("for 0 tests");

    assertThat(rows().get(0))
        .containsEntry("p", null)
        .containsEntry("p_holm", null)
        .containsEntry("low", null);
  }

  @Test
  void settingsThatDifferInNothingButWhatIsIgnoredAreOne() throws IOException {
    grid(a, "seed: [1, 2]", ", epochs: 3").done(cell -> 60.0 + cell.seed());
    grid(b, "seed: [1, 2]", ", epochs: 5").done(cell -> 60.0 + 2 * cell.seed());

    assertThat(compare()).contains("Settings in both: 0; only in A: 1; only in B: 1");

    assertThat(compare("--ignore", "epochs,lr", "--csv", csv.toString()))
        .contains("Settings in both: 1; only in A: 0; only in B: 0");
    assertThat(rows().get(0)).containsEntry("epochs", null).containsEntry("difference", "1.5");
  }

  @Test
  void otherProgramsWeightsAndDatasetsAreSaidFirst() throws IOException {
    String yaml = yaml("seed: [1]", "");
    FinishedGrid.at(a, yaml, "0.1", "1111111111111111").done(cell -> 60.0);
    FinishedGrid.at(b, yaml, "0.2", "2222222222222222").done(cell -> 60.0);

    assertThat(compare())
        .contains(
            """
            , grid g
            A and B differ in program: 0.1 in A, 0.2 in B
            A and B differ in weights mini: 111111111111 in A, 222222222222 in B

            """)
        .contains("Cells of the same id: 0", "Only in A: 1; only in B: 1")
        .contains("Settings in both: 1");
  }

  @Test
  void whatCannotBeComparedIsOneLine() throws IOException {
    grid(a, "seed: [1]", "").done(cell -> 60.0);

    assertRefused("compare 1 grids; give --out A --out B", "--out", a.toString());
    assertRefused("find grid.json in " + b, both());
    grid(b, "seed: [1]", "").done(cell -> 60.0);
    assertRefused("ignore epoch; did you mean epochs?", both("--ignore", "epoch"));
    assertRefused("print -1 rows", both("--rows", "-1"));
    Files.createDirectories(csv.getParent());
    Files.writeString(csv, "mine");
    assertRefused("write " + csv + ": it is there already", both("--csv", csv.toString()));
    assertThat(csv).hasContent("mine");

    Path damaged;
    try (Stream<Path> files = Files.list(b.resolve("cells"))) {
      damaged = files.findAny().orElseThrow();
    }
    Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 500));
    assertRefused("compare " + a + " with " + b, both());
  }

  private static String yaml(String axes, String settings) {
    return "{name: g, weights: mini, vocab: mini, axes: {%s}, settings: {dataset: d, shots: 1, epochs: 3%s}}"
        .replace(axes.contains("dataset:") ? "dataset: d, " : "\0", "")
        .replace(axes.contains("shots:") ? "shots: 1, " : "\0", "")
        .replace(settings.contains("epochs:") ? ", epochs: 3" : "\0", "")
        .formatted(axes, settings);
  }

  private static FinishedGrid grid(Path out, String axes, String settings) {
    return FinishedGrid.at(out, yaml(axes, settings));
  }

  private String[] both(String... more) {
    List<String> args = new ArrayList<>(List.of("--out", a.toString(), "--out", b.toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static CommandLineRun run(String... args) {
    List<String> all = new ArrayList<>(List.of("compare", "--master", "local[1]"));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private String compare(String... more) {
    CommandLineRun run = run(both(more));
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private static void assertRefused(String named, String... args) {
    CommandLineRun run = run(args);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot ").contains(named);
    assertThat(run.out()).isEmpty();
  }

  private List<Map<String, String>> rows() throws IOException {
    return Rfc4180.rows(Files.readString(csv));
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }
}
