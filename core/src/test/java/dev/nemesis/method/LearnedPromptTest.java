package dev.nemesis.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnedPromptTest {
  /** Two sets of three vectors of width two, and a meta-net of one hidden unit on four numbers. */
  private static final LearnedPrompt PROMPT =
      new LearnedPrompt(
          List.of(
              array("ctx", List.of(2, 3, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
              array("meta_net.linear1.weight", List.of(1, 4), 20, 21, 22, 23),
              array("meta_net.linear1.bias", List.of(1), 30),
              array("meta_net.linear2.weight", List.of(2, 1), 40, 41),
              array("meta_net.linear2.bias", List.of(2), 50, 51)));

  @Test
  void aCheckpointNamesItAsCoOpAndCoCoOpDo() {
    PromptCheckpoint checkpoint = PROMPT.checkpoint(50, false);

    assertThat(checkpoint.epoch()).isEqualTo(50);
    assertThat(checkpoint.state().keySet())
        .containsExactly(
            "ctx",
            "meta_net.linear1.weight",
            "meta_net.linear1.bias",
            "meta_net.linear2.weight",
            "meta_net.linear2.bias");
    assertThat(checkpoint.ctx().shape()).containsExactly(2, 3, 2);
    assertThat(checkpoint.state().get("meta_net.linear1.weight").shape()).containsExactly(1, 4);
    assertThat(checkpoint.state().get("meta_net.linear2.weight").shape()).containsExactly(2, 1);
    assertThat(LearnedPrompt.of("file", PromptCheckpoint.read("file", checkpoint.write())))
        .isEqualTo(PROMPT);
  }

  @Test
  void aValueThatIsNoFiniteNumberIsNamedWithItsTensor() {
    for (String name : PROMPT.checkpoint(50, false).state().keySet()) {
      Map<String, TensorData> state = new LinkedHashMap<>(PROMPT.checkpoint(50, false).state());
      float[] values = state.get(name).toFloats();
      values[values.length - 1] = Float.NaN;
      state.put(name, TensorData.of(values, state.get(name).shape()));
      assertThatThrownBy(() -> LearnedPrompt.of("p.pth", new PromptCheckpoint(state, 1)))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot use p.pth as a learned prompt: value %d of tensor '%s' is NaN, not a finite number"
                  .formatted(values.length - 1, name));
    }
  }

  @Test
  void oneSetIsSavedWithoutAnAxisOfItsOwnUnlessItsMethodHasSets() {
    LearnedPrompt one = new LearnedPrompt(List.of(array("ctx", List.of(1, 2, 2), 1, 2, 3, 4)));

    PromptCheckpoint bare = one.checkpoint(1, false);
    assertThat(bare.ctx().shape()).containsExactly(2, 2);
    assertThat(LearnedPrompt.of("file", bare)).as("read back").isEqualTo(one);
    assertThat(one.checkpoint(1, true).ctx().shape()).as("of PLOT").containsExactly(1, 2, 2);
  }

  @Test
  void arraysOfAMethodWithoutContextVectorsAreSavedAsTheyAre() {
    LearnedPrompt adapter =
        new LearnedPrompt(
            List.of(
                array("adapter.weight", List.of(1, 3, 2), 1, 2, 3, 4, 5, 6),
                array("alpha", List.of(), 7)));

    Map<String, TensorData> state = adapter.checkpoint(1, false).state();

    assertThat(adapter.contexts()).isEmpty();
    assertThat(state.keySet()).containsExactly("adapter.weight", "alpha");
    assertThat(state.get("adapter.weight").shape()).containsExactly(1, 3, 2);
    assertThat(state.get("alpha").shape()).isEmpty();
    assertThat(state.get("alpha").toFloats()).containsExactly(7);
  }

  @Test
  void halfAMetaNetIsRefusedByTheTensorItLacks() {
    Map<String, TensorData> state = new LinkedHashMap<>(PROMPT.checkpoint(1, false).state());
    state.remove("meta_net.linear2.bias");

    assertThatThrownBy(() -> LearnedPrompt.of("p.pth", new PromptCheckpoint(state, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use p.pth as a prompt of CoCoOp: it has no tensor 'meta_net.linear2.bias'");
  }

  @Test
  void aTensorOfAnotherMethodIsRefusedByName() {
    Map<String, TensorData> state = new LinkedHashMap<>(PROMPT.checkpoint(1, false).state());
    state.put("compound_prompts_text.0", TensorData.of(new float[2], 1, 2));

    assertThatThrownBy(() -> LearnedPrompt.of("p.pth", new PromptCheckpoint(state, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use p.pth as a prompt: its tensor 'compound_prompts_text.0' is none of CoOp's,"
                + " CoCoOp's or PLOT's");
  }

  private static LearnedArray array(String name, List<Integer> shape, float... values) {
    return LearnedArray.of(name, shape, values);
  }
}
