package dev.nemesis.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PromptPackingTest {
  private static final int WIDTH = 512;

  static Stream<PromptPacking> packings() {
    return Stream.of(
        PromptPacking.of(17, different(3), WIDTH),
        PromptPacking.of(1, different(10, 3, 6), WIDTH),
        PromptPacking.of(17, different(100, 3, 5), WIDTH),
        PromptPacking.of(9, different(196, 9, 18), WIDTH),
        PromptPacking.of(1, different(47, 19, 40), WIDTH),
        PromptPacking.of(60, different(30, 3, 17), WIDTH),
        PromptPacking.of(17, different(1000, 3, 14), WIDTH));
  }

  static Stream<List<int[]>> alikeSuffixes() {
    return Stream.of(
        List.of(alike(1, 2, 9), alike(1, 9), alike(1, 2, 3, 9), alike(4, 2, 9)),
        List.of(alike(1, 9), alike(1, 9)),
        random(40, 3, 3, 5),
        random(196, 4, 8, 12),
        random(400, 20, 3, 14));
  }

  /** Suffixes that have no token in common. */
  private static List<int[]> different(int... lengths) {
    List<int[]> suffixes = new ArrayList<>();
    int token = 0;
    for (int length : lengths) {
      suffixes.add(IntStream.range(token, token += length).toArray());
    }
    return suffixes;
  }

  private static List<int[]> different(int classes, int from, int to) {
    return different(new Random(classes).ints(classes, from, to + 1).toArray());
  }

  private static int[] alike(int... tokens) {
    return tokens;
  }

  /** Suffixes that often begin alike: each token is one of a few. */
  private static List<int[]> random(int classes, int tokens, int from, int to) {
    Random random = new Random(classes);
    return IntStream.range(0, classes)
        .mapToObj(c -> random.ints(random.nextInt(from, to + 1), 0, tokens).toArray())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("packings")
  void everyClassStandsWholeInOneBinAndSharesNoRow(PromptPacking packing) {
    Set<Integer> taken = new HashSet<>();
    for (int row = 0; row < packing.prefix(); row++) {
      taken.add(row);
    }
    for (int c = 0; c < packing.classes(); c++) {
      assertThat(packing.bin(c)).isLessThan(packing.bins());
      for (int row : packing.suffixes().get(c)) {
        assertThat(row / packing.rows()).isEqualTo(packing.bin(c));
        assertThat(taken.add(row)).as("row %s of class %s", row, c).isTrue();
      }
    }
  }

  /** The same, said slowly: a row is one token behind the same tokens, whose it ever is. */
  @ParameterizedTest
  @MethodSource("alikeSuffixes")
  void classesShareTheRowsOfWhatTheyBeginWithInABinAndNoOthers(List<int[]> suffixes) {
    PromptPacking packing = PromptPacking.of(17, suffixes, WIDTH);

    Map<Integer, List<Integer>> heldBy = new HashMap<>(); // a row's tokens up to itself
    Map<List<Object>, Integer> rowOf = new HashMap<>();
    for (int c = 0; c < packing.classes(); c++) {
      List<Integer> tokens = Arrays.stream(suffixes.get(c)).boxed().toList();
      assertThat(packing.suffixes().get(c)).hasSameSizeAs(tokens);
      for (int s = 0; s < tokens.size(); s++) {
        int row = packing.suffixes().get(c).get(s);
        List<Integer> upToHere = tokens.subList(0, s + 1);
        assertThat(row).isBetween(packing.prefix(), packing.size() - 1);
        assertThat(row / packing.rows()).isEqualTo(packing.bin(c));
        assertThat(heldBy.computeIfAbsent(row, r -> upToHere)).isEqualTo(upToHere);
        assertThat(rowOf.computeIfAbsent(List.of(packing.bin(c), upToHere), key -> row))
            .isEqualTo(row);
      }
    }
    assertThat(packing.prefix() + heldBy.size()).isLessThanOrEqualTo(packing.size());
    aRowSeesThePrefixAndItsOwnClassUpToItselfOnceEach(packing);
    everyClassEndsOnce(packing);
  }

  @Test
  void manyClassesStandInSeveralBinsAlsoWhereTheyShareRows() {
    assertThat(PromptPacking.of(17, random(40, 3, 3, 5), WIDTH).bins()).isEqualTo(1);
    assertThat(PromptPacking.of(17, random(196, 4, 8, 12), WIDTH).bins()).isGreaterThan(1);
    assertThat(PromptPacking.of(17, different(100, 3, 5), WIDTH).bins()).isGreaterThan(1);
  }

  @Test
  void whatIsSharedIsNotThereTwice() {
    List<int[]> cars = new ArrayList<>();
    List<int[]> others = new ArrayList<>();
    for (int c = 0; c < 100; c++) { // year, make, model, end: 1 + 4 + 100 + 100 tokens of 400
      cars.add(alike(2012, 1 + c % 4, 10 + c, 0));
      others.add(alike(10 + c, 2012, 1 + c % 4, 0));
    }
    assertThat(PromptPacking.of(17, cars, WIDTH).size()).isBetween(17 + 205, 17 + 230);
    assertThat(PromptPacking.of(17, others, WIDTH).size()).isBetween(17 + 400, 17 + 420);
  }

  @ParameterizedTest
  @MethodSource("packings")
  void aRowSeesThePrefixAndItsOwnClassUpToItselfOnceEach(PromptPacking packing) {
    float[] mask = packing.mask();
    for (List<Integer> suffix : packing.suffixes()) {
      for (int s = 0; s < suffix.size(); s++) {
        Set<Integer> expected = new HashSet<>(suffix.subList(0, s + 1));
        for (int p = 0; p < packing.prefix(); p++) {
          expected.add(p);
        }
        assertThat(seen(packing, mask, suffix.get(s)))
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
    for (int p = 0; p < packing.prefix(); p++) {
      assertThat(seen(packing, mask, p)).hasSize(p + 1).allMatch(token -> token < packing.prefix());
    }
  }

  /** The rows behind the keys that a row sees. */
  private static List<Integer> seen(PromptPacking packing, float[] mask, int row) {
    int own = packing.keys() - packing.rows();
    List<Integer> rows = new ArrayList<>();
    for (int key = 0; key < packing.keys(); key++) {
      if (mask[row * packing.keys() + key] == 0) {
        rows.add(key < own ? key : row / packing.rows() * packing.rows() + key - own);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("packings")
  void hardlyARowIsEmpty(PromptPacking packing) {
    int tokens = packing.prefix() + packing.suffixes().stream().mapToInt(List::size).sum();
    assertThat(packing.size()).isLessThanOrEqualTo((int) Math.ceil(tokens * 1.05));
  }

  @Test
  void aFewClassesAreOneSequenceWithoutAnEmptyRow() {
    PromptPacking packing = PromptPacking.of(17, different(3, 5, 4, 4), WIDTH);
    assertThat(packing.bins()).isEqualTo(1);
    assertThat(packing.size()).isEqualTo(17 + 16);
    assertThat(packing.keys()).isEqualTo(packing.rows());
  }

  @ParameterizedTest
  @MethodSource("packings")
  void everyClassEndsOnce(PromptPacking packing) {
    List<Integer> labels = new ArrayList<>();
    int[][] ends = packing.ends();
    for (int b = 0; b < ends.length; b++) {
      for (int label : ends[b]) {
        if (label >= 0) {
          assertThat(packing.bin(label)).isEqualTo(b);
          labels.add(label);
        }
      }
    }
    assertThat(labels).hasSize(packing.classes()).doesNotHaveDuplicates();
  }
}
