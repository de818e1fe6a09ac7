package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearnedArrayTest {
  @Test
  void itsValuesAreAsManyAsTheProductOfItsShape() {
    assertThat(LearnedArray.of("w", List.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}).values())
        .containsExactly(1f, 2f, 3f, 4f, 5f, 6f);
    assertThat(LearnedArray.of("scalar", List.of(), new float[] {7}).toFloats()).containsExactly(7);
    assertThat(LearnedArray.of("empty", List.of(4, 0), new float[0]).values()).isEmpty();
  }

  @Test
  void anotherNumberOfValuesIsRefusedByName() {
    assertThatThrownBy(() -> LearnedArray.of("w", List.of(3, 2), new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot give array w the shape [3, 2]: it has 5 values");
    assertThatThrownBy(() -> LearnedArray.of("w", List.of(), new float[0]))
        .hasMessageContaining("the shape []: it has 0 values");
    assertThatThrownBy(() -> LearnedArray.of("w", List.of(-1, -2), new float[2]))
        .hasMessageContaining("the shape [-1, -2]: it has 2 values");
  }
}
