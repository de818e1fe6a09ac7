package dev.nemesis.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected numbers were printed by CPython 3.11. */
class PythonRandomTest {
  @Test
  void bitsAndFractionsArePythons() {
    PythonRandom random = new PythonRandom(1);

    assertThat(random.getrandbits(1)).isEqualTo(0);
    assertThat(random.getrandbits(5)).isEqualTo(18);
    assertThat(random.getrandbits(32)).isEqualTo(3639700191L);
    assertThat(random.getrandbits(31)).isEqualTo(1722851096);
    assertThat(random.getrandbits(8)).isEqualTo(195);
    assertThat(random.random()).isEqualTo(0.06310682188770933);
    assertThat(random.random()).isEqualTo(0.11791870367106105);
  }

  @Test
  void zeroLargeAndNegativeSeedsArePythons() {
    PythonRandom zero = new PythonRandom(0);
    assertThat(zero.random()).isEqualTo(0.8444218515250481);
    assertThat(zero.getrandbits(32)).isEqualTo(3255389356L);
    assertThat(new PythonRandom(123456789012345L).random()).isEqualTo(0.6744750084019356);
    assertThat(new PythonRandom(-7).random()).isEqualTo(0.32383276483316237);
  }

  @Test
  void theStreamStaysPythonsBeyondTheFirstState() {
    PythonRandom random = new PythonRandom(3);
    for (int i = 0; i < 1000; i++) {
      random.random();
    }
    assertThat(random.random()).isEqualTo(0.20235759117000895);
  }

  @Test
  void samplesArePythonsFromACopiedPoolAndByRejection() {
    PythonRandom random = new PythonRandom(1);

    assertThat(random.sample(range(10), 4)).containsExactly(2, 1, 4, 0);
    assertThat(random.sample(range(1000), 4)).containsExactly(507, 779, 460, 483);
    assertThat(random.sample(range(100), 16))
        .containsExactly(83, 48, 26, 12, 62, 3, 49, 55, 77, 97, 98, 0, 89, 57, 34, 92);
    assertThat(random.sample(range(21), 5)).containsExactly(7, 18, 3, 10, 0);
    assertThat(random.sample(range(22), 5)).containsExactly(0, 20, 17, 12, 21);
    assertThat(random.sample(range(84), 16))
        .containsExactly(27, 54, 3, 67, 28, 56, 63, 70, 29, 44, 75, 79, 58, 37, 2, 53);
    assertThat(random.sample(range(85), 16))
        .containsExactly(71, 82, 12, 23, 80, 37, 15, 42, 64, 54, 76, 24, 38, 36, 63, 74);
    assertThat(random.sample(range(86), 16))
        .containsExactly(50, 75, 4, 61, 31, 51, 53, 85, 22, 46, 70, 47, 11, 56, 84, 65);
  }

  @Test
  void moreThanThereIsCannotBeDrawn() {
    assertThatThrownBy(() -> new PythonRandom(1).sample(range(3), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot draw 4 of 3");
  }

  private static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }
}
