package dev.nemesis.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PromptPackingTest {
  private static final int WIDTH = 512;

  static Stream<PromptPacking> packings() {
    return Stream.of(
        PromptPacking.of(17, List.of(3), WIDTH),
        PromptPacking.of(1, lengths(10, 3, 6), WIDTH),
        PromptPacking.of(17, lengths(100, 3, 5), WIDTH),
        PromptPacking.of(9, lengths(196, 9, 18), WIDTH),
        PromptPacking.of(1, lengths(47, 19, 40), WIDTH),
        PromptPacking.of(60, lengths(30, 3, 17), WIDTH),
        PromptPacking.of(17, lengths(1000, 3, 14), WIDTH));
  }

  private static List<Integer> lengths(int classes, int from, int to) {
    return new Random(classes).ints(classes, from, to + 1).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("packings")
  void everyClassStandsWholeInOneBinAndSharesNoRow(PromptPacking packing) {
    Set<Integer> taken = new HashSet<>();
    for (int row = 0; row < packing.prefix(); row++) {
      taken.add(row);
    }
    for (int c = 0; c < packing.classes(); c++) {
      assertThat(packing.eot(c) / packing.rows())
          .isEqualTo(packing.bin(c))
          .isLessThan(packing.bins());
      for (int row = packing.starts().get(c); row <= packing.eot(c); row++) {
        assertThat(taken.add(row)).as("row %s of class %s", row, c).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("packings")
  void aRowSeesThePrefixAndItsOwnClassUpToItselfOnceEach(PromptPacking packing) {
    float[] mask = packing.mask();
    for (int c = 0; c < packing.classes(); c++) {
      for (int s = 0; s < packing.lengths().get(c); s++) {
        int row = packing.starts().get(c) + s;
        Set<Integer> expected = new HashSet<>();
        for (int p = 0; p < packing.prefix(); p++) {
          expected.add(p);
        }
        for (int earlier = packing.starts().get(c); earlier <= row; earlier++) {
          expected.add(earlier);
        }
        assertThat(seen(packing, mask, row)).containsExactlyInAnyOrderElementsOf(expected);
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
    int tokens = packing.prefix() + packing.lengths().stream().mapToInt(i -> i).sum();
    assertThat(packing.size()).isLessThanOrEqualTo((int) Math.ceil(tokens * 1.05));
  }

  @Test
  void aFewClassesAreOneSequenceWithoutAnEmptyRow() {
    PromptPacking packing = PromptPacking.of(17, List.of(3, 5, 4, 4), WIDTH);
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
