package dev.nemesis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.ClassSubset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassListTest {
  private static final Dataset FIVE = dataset("a", "b", "c", "d", "e");

  @Test
  void ofAnOddNumberTheBaseHalfHasOneMore() {
    assertThat(ClassList.of(FIVE, ClassSubset.BASE).names()).containsExactly("a", "b", "c");
    assertThat(ClassList.of(FIVE, ClassSubset.NEW).names()).containsExactly("d", "e");
    assertThat(ClassList.of(dataset("a", "b"), ClassSubset.BASE).names()).containsExactly("a");
    assertThat(ClassList.of(FIVE, ClassSubset.ALL).names()).isEqualTo(FIVE.classNames());
  }

  @Test
  void everyClassIsInOneHalfAndEveryHalfCountsItsLabelsFromZero() {
    for (int label = 0; label < 5; label++) {
      LabeledImage image = new LabeledImage("x.png", label);
      ClassList half = ClassList.of(FIVE, label < 3 ? ClassSubset.BASE : ClassSubset.NEW);
      ClassList other = ClassList.of(FIVE, label < 3 ? ClassSubset.NEW : ClassSubset.BASE);

      assertThat(half.has(image)).isTrue();
      assertThat(half.names().get(half.label(image))).isEqualTo(FIVE.classNames().get(label));
      assertThat(other.has(image)).isFalse();
      assertThat(ClassList.of(FIVE, ClassSubset.ALL).has(image)).isTrue();
      assertThat(ClassList.of(FIVE, ClassSubset.ALL).label(image)).isEqualTo(label);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BASE", "NEW"})
  void aSingleClassIsNotDivided(ClassSubset half) {
    Dataset one = dataset("a");

    assertThat(ClassList.of(one, ClassSubset.ALL).names()).containsExactly("a");
    assertThatThrownBy(() -> ClassList.of(one, half))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot divide dataset own into base and new classes: it has one class; give classes:"
                + " all");
  }

  private static Dataset dataset(String... names) {
    return new Dataset("own", List.of(names), List.of(), List.of(), List.of(), null, "");
  }
}
