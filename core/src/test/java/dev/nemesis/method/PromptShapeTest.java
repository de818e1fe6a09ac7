package dev.nemesis.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Method;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether several sets of vectors are the classes' own or PLOT's prompts. */
class PromptShapeTest {

  @Test
  void asManySetsAsClassesAreTheClassesOwn() {
    PromptShape shape = shape(sets(7), 7, false);

    assertThat(shape.method()).isEqualTo(Method.COOP);
    assertThat(shape.prompt().classSpecific()).isTrue();
    assertThat(shape.prompt().prompts()).isEqualTo(1);
  }

  @Test
  void setsOfOtherClassesAreRefusedUnlessTheyAreSaidToBePlots() {
    assertThatThrownBy(() -> shape(sets(7), 10, false))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use p.pth on 10 classes: it has vectors of its own for each of 7 classes; if"
                + " they are prompts of PLOT, say --plot");

    PromptShape said = shape(sets(7), 10, true);
    assertThat(said.method()).isEqualTo(Method.PLOT);
    assertThat(said.prompt().prompts()).isEqualTo(7);
    assertThat(said.prompt().classSpecific()).isFalse();
  }

  @Test
  void setsAreSaidToBePlotsThoughThereAreAsManyClasses() {
    assertThat(shape(sets(4), 4, true).method()).isEqualTo(Method.PLOT);
    assertThat(shape(saying(sets(4), Map.of("method", "plot")), 4, false).method())
        .isEqualTo(Method.PLOT);
  }

  /** The metadata an exported prompt has. */
  @ParameterizedTest
  @CsvSource({"plot, 4, 10", "plot, 4, 4", "plot, 1, 10"})
  void anExportedPromptSaysItItself(String method, int sets, int classes) {
    PromptShape shape = shape(saying(sets(sets), Map.of("method", method)), classes, false);

    assertThat(shape.method()).isEqualTo(Method.PLOT);
    assertThat(shape.prompt().prompts()).isEqualTo(sets);
  }

  @Test
  void anExportedPromptOfClassesIsNotSaidToBePlots() {
    PromptCheckpoint coop = saying(sets(7), Map.of("method", "coop"));

    assertThatThrownBy(() -> shape(coop, 10, false))
        .hasMessage(
            "Cannot use p.pth on 10 classes: it has vectors of its own for each of 7 classes");
    assertThatThrownBy(() -> shape(coop, 10, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("says itself that its vectors are its classes' own");
  }

  /** One start token a class and prompt of PLOT's, one a class of CoOp's. */
  @Test
  void aPublishedCheckpointSaysItByItsStartTokens() {
    assertThat(shape(withPrefix(4, 40), 10, false).method()).isEqualTo(Method.PLOT);
    assertThat(shape(withPrefix(4, 80), 10, false).method())
        .as("other classes")
        .isEqualTo(Method.PLOT);
    assertThat(shape(withPrefix(4, 4), 4, false).prompt().classSpecific()).isTrue();
    assertThatThrownBy(() -> shape(withPrefix(7, 7), 10, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("each of 7 classes")
        .hasMessageNotContaining("--plot");
  }

  @Test
  void aMetaNetIsCoCoOps() {
    PromptCheckpoint cocoop =
        new LearnedPrompt(
                List.of(
                    LearnedArray.of("ctx", List.of(1, 2, 2), new float[4]),
                    LearnedArray.of("meta_net.linear1.weight", List.of(1, 4), new float[4]),
                    LearnedArray.of("meta_net.linear1.bias", List.of(1), new float[1]),
                    LearnedArray.of("meta_net.linear2.weight", List.of(2, 1), new float[2]),
                    LearnedArray.of("meta_net.linear2.bias", List.of(2), new float[2])))
            .checkpoint(1, false);

    assertThat(shape(cocoop, 10, false).method()).isEqualTo(Method.COCOOP);
    assertThatThrownBy(() -> shape(cocoop, 10, true)).hasMessageContaining("CoCoOp's");
  }

  @Test
  void theClassNameIsWhereTheFileSaysUnlessTheCallerDoes() {
    PromptCheckpoint front = saying(sets(1), Map.of("class_token_position", "front"));

    assertThat(PromptShape.of("p", front, 3, null, false).prompt().classTokenPosition())
        .isEqualTo(ClassTokenPosition.FRONT);
    assertThat(
            PromptShape.of("p", front, 3, ClassTokenPosition.MIDDLE, false)
                .prompt()
                .classTokenPosition())
        .isEqualTo(ClassTokenPosition.MIDDLE);
    assertThat(PromptShape.of("p", sets(1), 3, null, false).prompt().classTokenPosition())
        .isEqualTo(ClassTokenPosition.END);
  }

  private static PromptShape shape(PromptCheckpoint checkpoint, int classes, boolean plot) {
    return PromptShape.of("p.pth", checkpoint, classes, ClassTokenPosition.END, plot);
  }

  private static PromptCheckpoint sets(int sets) {
    return new PromptCheckpoint(Map.of("ctx", TensorData.of(new float[sets * 6], sets, 3, 2)), 1);
  }

  private static PromptCheckpoint saying(PromptCheckpoint prompt, Map<String, String> metadata) {
    return new PromptCheckpoint(prompt.state(), prompt.epoch(), metadata);
  }

  private static PromptCheckpoint withPrefix(int sets, int tokens) {
    Map<String, TensorData> state = new LinkedHashMap<>(sets(sets).state());
    state.put("token_prefix", TensorData.of(new float[tokens * 2], tokens, 1, 2));
    return new PromptCheckpoint(state, 1);
  }
}
