package dev.nemesis.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Parameters;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.verify.Deviation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prompts of every shape against the plain path, which writes each class's whole sequence down and
 * encodes it by itself.
 */
class PromptTextTest {
  private static final int SOS = RandomClip.VOCAB - 2;
  private static final int EOT = RandomClip.VOCAB - 1;
  private static final int CTX = 5; // odd: half of it is rounded down

  private static final List<ClassTokens> CLASSES =
      List.of(
          new ClassTokens(new int[] {3, 14}, new int[] {15, EOT}),
          new ClassTokens(new int[] {9}, new int[] {15, EOT}),
          new ClassTokens(new int[] {2, 6, 5, 35}, new int[] {EOT}), // a name that ends in "."
          new ClassTokens(new int[] {8, 9, 7}, new int[] {15, EOT}));

  /** So many, of so different lengths, that they do not fit in one bin. */
  private static final List<ClassTokens> MANY = many(70, SOS);

  /** So many that begin alike that what they share stands in several bins; some are equal. */
  private static final List<ClassTokens> ALIKE = many(70, 3);

  private static ClipModel model;
  private static TextEncoder plain; // over weights as they are stored, one DJL call an operation

  @BeforeAll
  static void loadModel() {
    ClipWeights weights = RandomClip.vit(11);
    model = ClipModel.load(weights, Device.cpu());
    plain =
        new TextEncoder(Parameters.load(model.newManager(), weights.tensors()), weights.config());
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @ParameterizedTest
  @CsvSource({
    "END, false, 1",
    "END, false, 8",
    "MIDDLE, false, 1",
    "MIDDLE, false, 3",
    "FRONT, false, 3",
    "END, true, 3",
    "MIDDLE, true, 2",
    "FRONT, true, 1"
  })
  void equalsFullSequencesInForwardAndGradient(
      ClassTokenPosition position, boolean classSpecific, int groups) {
    assertEqualsFullSequences(position, classSpecific, groups, CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "END, false, 1",
    "END, false, 3",
    "MIDDLE, false, 2",
    "FRONT, false, 1",
    "END, true, 2",
    "MIDDLE, true, 1"
  })
  void equalsFullSequencesAlsoWhereTheClassesFillSeveralBins(
      ClassTokenPosition position, boolean classSpecific, int groups) {
    assertEqualsFullSequences(position, classSpecific, groups, MANY);
  }

  @ParameterizedTest
  @CsvSource({
    "END, false, 1",
    "END, false, 3",
    "MIDDLE, false, 2",
    "FRONT, false, 1",
    "END, true, 2",
    "MIDDLE, true, 1",
    "FRONT, true, 2"
  })
  void equalsFullSequencesAlsoWhereNamesBeginAlike(
      ClassTokenPosition position, boolean classSpecific, int groups) {
    assertEqualsFullSequences(position, classSpecific, groups, ALIKE);
  }

  private static void assertEqualsFullSequences(
      ClassTokenPosition position, boolean classSpecific, int groups, List<ClassTokens> classes) {
    PromptSpec prompt = new PromptSpec(CTX, position, classSpecific, 1, null);
    try (NDManager manager = model.newManager();
        PromptText text = PromptText.of(manager, model, SOS, prompt, classes)) {
      int sets = prompt.sets(classes.size());
      NDArray contexts = random(manager, groups, sets, CTX, model.config().textWidth());
      NDArray pull = random(manager, groups, classes.size(), model.config().embedDim());

      Result fast = run(contexts, pull, text::features);
      Result slow = run(contexts, pull, c -> fullSequences(prompt, classes, c));

      assertThat(Deviation.relative(fast.features, slow.features)).isLessThan(1e-5);
      assertThat(Deviation.relative(fast.gradient, slow.gradient)).isLessThan(1e-5);
    }
  }

  private static List<ClassTokens> many(int classes, int vocabulary) {
    Random random = new Random(3);
    List<ClassTokens> many = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      int[] name = random.ints(1 + random.nextInt(7), 0, vocabulary).toArray();
      many.add(new ClassTokens(name, new int[] {15, EOT}));
    }
    return many;
  }

  @Test
  void keepsNothingOfAStepOnceTheStepsManagerIsClosed() {
    PromptSpec prompt = new PromptSpec(CTX, ClassTokenPosition.MIDDLE, false, 1, null);
    try (NDManager manager = model.newManager();
        PromptText text = PromptText.of(manager, model, SOS, prompt, CLASSES)) {
      int before = arrays(manager);
      for (int i = 0; i < 3; i++) {
        try (NDManager step = manager.newSubManager()) {
          text.features(random(step, 2, 1, CTX, model.config().textWidth()));
        }
      }
      assertThat(arrays(manager)).isEqualTo(before);
    }
  }

  @Test
  void aPassKeepsNoLayersArrays() {
    PromptSpec prompt = new PromptSpec(CTX, ClassTokenPosition.END, false, 1, null);
    try (NDManager manager = model.newManager();
        PromptText text = PromptText.of(manager, model, SOS, prompt, CLASSES);
        NDManager pass = manager.newSubManager()) {
      NDArray contexts = random(pass, 2, 1, CTX, model.config().textWidth());
      Autograd.withoutGradient(() -> text.features(contexts));

      assertThat(pass.getManagedArrays()).as("a layer makes some 30").hasSizeLessThan(20);
    }
  }

  @Test
  void aGpuIsGivenMorePromptsAtOnce() {
    assertThat(PromptText.maxHidden(Device.gpu(0)))
        .isGreaterThan(PromptText.maxHidden(Device.cpu()));
  }

  private static int arrays(NDManager manager) {
    return manager.getManagedArrays().size() + manager.getParentManager().getManagedArrays().size();
  }

  private record Result(float[] features, float[] gradient) {}

  private static Result run(NDArray contexts, NDArray pull, UnaryOperator<NDArray> encode) {
    NDArray leaf = Autograd.leaf(contexts);
    NDArray[] features = new NDArray[1];
    Autograd.backward(
        () -> {
          features[0] = encode.apply(leaf);
          return features[0].mul(pull).sum();
        });
    return new Result(features[0].toFloatArray(), leaf.getGradient().toFloatArray());
  }

  /** The slow, obvious way: CoOp's sequences in full, padded to the context length. */
  private static NDArray fullSequences(
      PromptSpec prompt, List<ClassTokens> classes, NDArray contexts) {
    List<NDArray> features = new ArrayList<>();
    for (long g = 0; g < contexts.getShape().get(0); g++) {
      for (int c = 0; c < classes.size(); c++) {
        NDArray own = contexts.get(new NDIndex(g + ", " + (prompt.classSpecific() ? c : 0)));
        features.add(fullSequence(prompt.classTokenPosition(), own, classes.get(c)));
      }
    }
    return NDArrays.concat(new NDList(features))
        .reshape(contexts.getShape().get(0), classes.size(), -1);
  }

  private static NDArray fullSequence(
      ClassTokenPosition position, NDArray contexts, ClassTokens tokens) {
    NDManager manager = contexts.getManager();
    NDArray name = embed(manager, tokens.name());
    NDArray tail = embed(manager, tokens.tail());
    NDArray sequence = embed(manager, SOS);
    sequence =
        switch (position) {
          case END -> sequence.concat(contexts).concat(name);
          case MIDDLE ->
              sequence
                  .concat(contexts.get(new NDIndex("0:2")))
                  .concat(name)
                  .concat(contexts.get(new NDIndex("2:5")));
          case FRONT -> sequence.concat(name).concat(contexts);
        };
    sequence = sequence.concat(tail);
    long length = sequence.getShape().get(0);
    Shape rest = new Shape(model.config().contextLength() - length, model.config().textWidth());
    NDArray padded = sequence.concat(manager.zeros(rest, DataType.FLOAT32)).expandDims(0);
    return plain.encode(padded, OwnedArrays.longs(manager, new long[] {length - 1}, 1));
  }

  private static NDArray embed(NDManager manager, int... tokens) {
    long[] ids = java.util.Arrays.stream(tokens).asLongStream().toArray();
    return plain.embed(OwnedArrays.longs(manager, ids, ids.length));
  }

  private static NDArray random(NDManager manager, long... shape) {
    Random random = new Random(5);
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return OwnedArrays.floats(manager, values, shape);
  }
}
