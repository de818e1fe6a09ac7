package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CellIdTest {
  private static final Map<String, String> DIGESTS = Map.of("mini-shapes", "aa", "other", "bb");

  @Test
  void anIdReadsAsWhatTheCellIsAndEndsInAHash() {
    assertThat(id("loss=pan", "omega=10", "seed=2"))
        .matches("mini-shapes-16shot-coop-pan-w10-s2-[0-9a-f]{12}");
    assertThat(id("loss=pun", "omega=0.1")).startsWith("mini-shapes-16shot-coop-pun-w0.1-s1-");
    assertThat(id("loss=mix", "beta=0.3")).startsWith("mini-shapes-16shot-coop-mix-w1-b0.3-s1-");
    assertThat(id("loss=none")).startsWith("mini-shapes-16shot-coop-none-s1-");
    assertThat(id("method=zeroshot")).startsWith("mini-shapes-zeroshot-");
  }

  @Test
  void anIdTellsThePromptApartFromItsMethodsUsualOne() {
    assertThat(id("method=plot")).startsWith("mini-shapes-16shot-plot-none-s1-");
    assertThat(id("method=plot", "prompts=2")).startsWith("mini-shapes-16shot-plot-2prompts-none-");
    assertThat(id("method=cocoop")).startsWith("mini-shapes-16shot-cocoop-none-s1-");
    assertThat(id("method=cocoop", "ctx_len=4")).contains("-cocoop-random-none-");
    assertThat(id("ctx_init=a photo of a")).contains("-coop-words-none-");
    assertThat(id("class_specific=true", "class_token_position=middle", "loss=pun"))
        .startsWith("mini-shapes-16shot-coop-csc-middle-pun-w1-s1-");
    assertThat(id("class_token_position=front")).contains("-coop-front-none-");
    assertThat(id("loss=mix", "pan_omega=50")).contains("-coop-mix-w1-pw50-b0.5-s1-");
  }

  @Test
  void anIdTellsABaseToNewCell() {
    assertThat(id("classes=base", "loss=pan"))
        .startsWith("mini-shapes-base-16shot-coop-pan-w1-s1-");
    assertThat(id("classes=base", "method=zeroshot"))
        .startsWith("mini-shapes-base-zeroshot-")
        .isNotEqualTo(id("method=zeroshot"));
    assertThat(id("classes=all", "loss=pan")).isEqualTo(id("loss=pan"));
  }

  @Test
  void theSameScienceHasTheSameIdHoweverItWasWritten() {
    assertThat(id("loss=pan", "omega=1e1", "k=0.20")).isEqualTo(id("loss=pan", "omega=10.0"));
    assertThat(id("loss=pun", "tau=0.7", "positions=3")).isEqualTo(id("loss=pun"));
  }

  @Test
  void anIdStaysTheSameFromVersionToVersion() {
    assertThat(id("loss=pan", "omega=10", "seed=2"))
        .as("a changed id makes every finished cell of every user count as missing")
        .isEqualTo("mini-shapes-16shot-coop-pan-w10-s2-1c48a3d43097");
    assertThat(id("loss=mix", "ctx_len=4", "targets=[other]"))
        .isEqualTo("mini-shapes-16shot-coop-mix-w1-b0.5-s1-56c561f563c2");
    assertThat(id("method=zeroshot")).isEqualTo("mini-shapes-zeroshot-70dbcb616066");
  }

  @Test
  void everythingThatChangesTheOutcomeChangesTheId() {
    String id = id("loss=pan");

    assertThat(id("loss=pan", "tau=0.6")).isNotEqualTo(id);
    assertThat(id("loss=pan", "lr=0.003")).isNotEqualTo(id);
    assertThat(id("loss=pan", "targets=[other]")).isNotEqualTo(id);
    assertThat(
            Stream.of(
                    "class_specific=true",
                    "class_token_position=front",
                    "class_token_position=middle",
                    "ctx_len=4",
                    "ctx_init=a photo of a",
                    "ctx_init=a picture of a",
                    "method=plot",
                    "method=cocoop",
                    "pan_omega=50",
                    "classes=base")
                .map(set -> id("loss=pan", set)))
        .doesNotHaveDuplicates()
        .doesNotContain(id);
    assertThat(CellId.of(cell("loss=pan"), "other weights", DIGESTS)).isNotEqualTo(id);
    assertThat(CellId.of(cell("loss=pan"), "w", Map.of("mini-shapes", "ab"))).isNotEqualTo(id);
  }

  @Test
  void anIdIsAFileNameWhateverTheDatasetIsCalled() {
    Cell odd =
        new Cell(
            "mini",
            "_a/b c",
            Method.ZEROSHOT,
            null,
            null,
            null,
            0,
            0,
            0,
            List.of(),
            ClassSubset.ALL);

    assertThat(CellId.of(odd, "w", Map.of("_a/b c", "d"))).startsWith("a_b_c-zeroshot-");
  }

  @Test
  void aMissingDigestIsAMistakeOfTheCaller() {
    assertThatThrownBy(() -> CellId.of(cell("loss=pan"), "w", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mini-shapes");
  }

  private static String id(String... sets) {
    return CellId.of(cell(sets), "w", DIGESTS);
  }

  private static Cell cell(String... sets) {
    return GridFile.parse("g", "{name: g, settings: {dataset: mini-shapes}}", List.of(sets))
        .cells()
        .get(0);
  }
}
