package dev.nemesis.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
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
          2,
          3,
          2,
          List.of(
              new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
              new float[] {20, 21, 22, 23},
              new float[] {30},
              new float[] {40, 41},
              new float[] {50, 51}));

  @Test
  void aResultKeepsItSetBySet() {
    assertThat(PROMPT.softPrompt())
        .hasSize(6)
        .startsWith(List.of(1f, 2f))
        .endsWith(List.of(11f, 12f));

    LearnedPrompt again = LearnedPrompt.of(3, PROMPT.softPrompt(), PROMPT.metaNet().orElseThrow());

    assertSame(again);
  }

  @Test
  void aCheckpointNamesItAsCoOpAndCoCoOpDo() {
    PromptCheckpoint checkpoint = PROMPT.checkpoint(50);

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
    assertSame(LearnedPrompt.of("file", PromptCheckpoint.read("file", checkpoint.write())));
  }

  @Test
  void aValueThatIsNoFiniteNumberIsNamedWithItsTensor() {
    for (String name : PROMPT.checkpoint(50).state().keySet()) {
      Map<String, TensorData> state = new LinkedHashMap<>(PROMPT.checkpoint(50).state());
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
    LearnedPrompt one = new LearnedPrompt(1, 2, 2, List.of(new float[] {1, 2, 3, 4}));

    assertThat(one.checkpoint(1).ctx().shape()).containsExactly(2, 2);
    assertThat(one.checkpoint(1, true).ctx().shape()).as("of PLOT").containsExactly(1, 2, 2);
    assertThat(one.metaNet()).isEmpty();
  }

  @Test
  void halfAMetaNetIsRefusedByTheTensorItLacks() {
    Map<String, TensorData> state = new LinkedHashMap<>(PROMPT.checkpoint(1).state());
    state.remove("meta_net.linear2.bias");

    assertThatThrownBy(() -> LearnedPrompt.of("p.pth", new PromptCheckpoint(state, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use p.pth as a prompt of CoCoOp: it has no tensor 'meta_net.linear2.bias'");
  }

  @Test
  void aTensorOfAnotherMethodIsRefusedByName() {
    Map<String, TensorData> state = new LinkedHashMap<>(PROMPT.checkpoint(1).state());
    state.put("compound_prompts_text.0", TensorData.of(new float[2], 1, 2));

    assertThatThrownBy(() -> LearnedPrompt.of("p.pth", new PromptCheckpoint(state, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot use p.pth as a prompt: its tensor 'compound_prompts_text.0' is none of CoOp's,"
                + " CoCoOp's or PLOT's");
  }

  private static void assertSame(LearnedPrompt prompt) {
    assertThat(List.of(prompt.sets(), prompt.ctxLen(), prompt.width())).containsExactly(2, 3, 2);
    for (int i = 0; i < PROMPT.arrays().size(); i++) {
      assertThat(prompt.arrays().get(i)).isEqualTo(PROMPT.arrays().get(i));
    }
  }
}
