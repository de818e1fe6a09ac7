package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells are trained and tested on: all classes, a half of them, other datasets. */
class EvaluationTargetsTest {
  @ParameterizedTest
  @ValueSource(strings = {"zeroshot", "coop", "plot", "cocoop"})
  void aCellOfBaseClassesIsTestedOnThemThenOnTheNewOnesThenOnItsTargets(String method) {
    Cell cell = cell("method=" + method, "classes=base", "targets=[e, f]");

    assertThat(cell.classes()).isEqualTo(ClassSubset.BASE);
    assertThat(cell.evaluatedOn())
        .containsExactly(
            new EvaluationTarget("d", ClassSubset.BASE),
            new EvaluationTarget("d", ClassSubset.NEW),
            new EvaluationTarget("e", ClassSubset.ALL),
            new EvaluationTarget("f", ClassSubset.ALL));
  }

  @Test
  void classesAreAllUnlessTheFileSaysOtherwise() {
    assertThat(cell()).isEqualTo(cell("classes=all"));
    assertThat(cell().evaluatedOn()).containsExactly(new EvaluationTarget("d", ClassSubset.ALL));
  }

  @Test
  void classesAreAnAxisOfZeroShotToo() {
    assertThat(cells("classes=[all, base]", "method=[zeroshot, coop]"))
        .extracting(cell -> cell.method() + " " + cell.classes())
        .containsExactlyInAnyOrder("zeroshot ALL", "zeroshot BASE", "coop ALL", "coop BASE");
  }

  @Test
  void vectorsOfTheBaseClassesOwnAreRefused() {
    assertThatThrownBy(() -> cells("classes=base", "class_specific=true"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use classes: base with class_specific: true in g with --set classes=base --set class_specific=true; vectors of the base classes'"
                + " own know no new ones, leave out one of the two");
  }

  @Test
  void noCellIsTrainedOnTheNewClasses() {
    assertThatThrownBy(() -> cells("classes=new"))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot use --set classes=new: give one of all, base");
    assertThatThrownBy(
            () ->
                new Cell(
                    "w",
                    "d",
                    Method.ZEROSHOT,
                    null,
                    null,
                    null,
                    0,
                    0,
                    0,
                    List.of(),
                    ClassSubset.NEW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDatasetThatIsNamedTwiceIsATargetOnceAndACellsOwnIsNone() {
    assertThat(cell("targets=[f, e, f, d, e]").targets()).containsExactly("f", "e");
    assertThat(cell("targets=[d]")).isEqualTo(cell());
    assertThat(cells("dataset=[d, e]", "targets=[d, e, f]"))
        .extracting(Cell::targets)
        .as("each trained on one and tested on the others")
        .containsExactly(List.of("e", "f"), List.of("d", "f"));
  }

  private static Cell cell(String... sets) {
    List<Cell> cells = cells(sets);
    assertThat(cells).hasSize(1);
    return cells.get(0);
  }

  private static List<Cell> cells(String... sets) {
    return GridFile.parse("g", "{name: g, settings: {dataset: d}}", List.of(sets)).cells();
  }
}
