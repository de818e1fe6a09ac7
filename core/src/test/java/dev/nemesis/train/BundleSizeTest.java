package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.prompt.ClassTokens;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleSizeTest {
  private static final long PLENTY = 1L << 40;
  private static final BundleSize RN50 = new BundleSize(512, 12, BundleSize.CPU_ROWS, PLENTY);

  @Test
  void fewClassesMakeLargeBundlesAndManyMakeSmallOnes() {
    Cell coop = cell("coop");
    assertThat(RN50.cells(coop, classes(10))).isEqualTo(36); // 17 + 10 x 4 rows each
    assertThat(RN50.cells(coop, classes(100))).isEqualTo(5);
    assertThat(RN50.cells(coop, classes(1000))).isEqualTo(1);
  }

  @Test
  void whatAnotherPromptAddsCounts() {
    int coop = RN50.cells(cell("coop"), classes(10));
    assertThat(RN50.cells(cell("plot"), classes(10))).as("four prompts").isEqualTo(coop / 4);
    assertThat(RN50.cells(cell("cocoop"), classes(10)))
        .as("six images")
        .isBetween(coop / 6, coop / 4);
  }

  @Test
  void aBundleStaysWithinTheMemoryATaskHas() {
    long ofACell = 57L * 12 * 512 * 28 * 4;
    BundleSize tight = new BundleSize(512, 12, BundleSize.CPU_ROWS, 3 * ofACell);
    assertThat(tight.cells(cell("coop"), classes(10))).isEqualTo(3);
    BundleSize none = new BundleSize(512, 12, BundleSize.CPU_ROWS, 0);
    assertThat(none.cells(cell("coop"), classes(10))).as("one has to be tried").isEqualTo(1);
  }

  private static List<ClassTokens> classes(int count) {
    return Collections.nCopies(count, new ClassTokens(new int[] {1, 2}, new int[] {3, 4}));
  }

  private static Cell cell(String method) {
    String yaml =
        "{name: g, axes: {method: [" + method + "], dataset: [a]}, settings: {batch_size: 6}}";
    return GridFile.parse("g", yaml, List.of()).cells().get(0);
  }
}
