package dev.nemesis.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.verify.Deviation;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shared-prefix encoder against the plain path, which encodes every class's whole sequence of
 * tokens.
 */
class PromptEncoderTest {
  private static final int PREFIX = 7;
  private static final long[] EOT = {2, 4, 1, 3, 4};
  private static final int SUFFIX = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void equalsFullSequencesInForwardAndGradient(int groups) {
    try (ClipModel model = ClipModel.load(RandomClip.vit(11), Device.cpu());
        NDManager manager = model.newManager()) {
      ClassSuffixes suffixes = suffixes(model, manager);
      NDArray prefixes = prefixes(manager, groups, model.config().textWidth());
      NDArray pull = pull(manager, groups, model.config().embedDim());
      try (PromptEncoder encoder = new PromptEncoder(manager, model.text(), suffixes, PREFIX)) {
        Result fast = run(prefixes, pull, encoder::encode);
        Result slow = run(prefixes, pull, p -> fullSequences(model, suffixes, p));
        assertThat(Deviation.relative(fast.features, slow.features)).isLessThan(1e-5);
        assertThat(Deviation.relative(fast.gradient, slow.gradient)).isLessThan(1e-5);
      }
    }
  }

  @Test
  void keepsNothingOfAStepOnceTheStepsManagerIsClosed() {
    try (ClipModel model = ClipModel.load(RandomClip.vit(11), Device.cpu());
        NDManager manager = model.newManager()) {
      ClassSuffixes suffixes = suffixes(model, manager);
      try (PromptEncoder encoder = new PromptEncoder(manager, model.text(), suffixes, PREFIX)) {
        int before = arrays(model, manager);
        for (int i = 0; i < 3; i++) {
          try (NDManager step = manager.newSubManager()) {
            encoder.encode(prefixes(step, 2, model.config().textWidth()));
          }
        }
        assertThat(arrays(model, manager)).isEqualTo(before);
      }
    }
  }

  private static int arrays(ClipModel model, NDManager manager) {
    return manager.getManagedArrays().size()
        + manager.getParentManager().getManagedArrays().size()
        + model.text().blocks().size();
  }

  private record Result(float[] features, float[] gradient) {}

  private static Result run(NDArray prefixes, NDArray pull, UnaryOperator<NDArray> encode) {
    NDArray leaf = Autograd.leaf(prefixes);
    NDArray[] features = new NDArray[1];
    Autograd.backward(
        () -> {
          features[0] = encode.apply(leaf);
          return features[0].mul(pull).sum();
        });
    return new Result(features[0].toFloatArray(), leaf.getGradient().toFloatArray());
  }

  /** The slow, obvious way: every class's sequence in full, padded to the context length. */
  private static NDArray fullSequences(ClipModel model, ClassSuffixes suffixes, NDArray prefixes) {
    long groups = prefixes.getShape().get(0);
    long width = prefixes.getShape().get(2);
    int classes = suffixes.classes();
    long rest = model.config().contextLength() - PREFIX - SUFFIX;
    NDManager manager = prefixes.getManager();
    NDArray before =
        prefixes.expandDims(1).broadcast(groups, classes, PREFIX, width).reshape(-1, PREFIX, width);
    NDArray after =
        suffixes
            .embedded()
            .expandDims(0)
            .broadcast(groups, classes, SUFFIX, width)
            .reshape(-1, SUFFIX, width);
    NDArray padding = manager.zeros(new Shape(groups * classes, rest, width), DataType.FLOAT32);
    NDArray eot = suffixes.eot().add(OwnedArrays.longs(manager, new long[] {PREFIX}, 1));
    NDArray ends = eot.expandDims(0).broadcast(groups, classes).reshape(-1);
    NDArray features =
        model.text().encode(before.concat(after, 1).concat(padding, 1), ends.duplicate());
    return features.reshape(groups, classes, -1);
  }

  private static ClassSuffixes suffixes(ClipModel model, NDManager manager) {
    long[] ids =
        new Random(3).longs((long) EOT.length * SUFFIX, 0, model.config().vocabSize()).toArray();
    return ClassSuffixes.of(manager, model.text(), ids, EOT, SUFFIX);
  }

  private static NDArray prefixes(NDManager manager, int groups, int width) {
    return random(manager, groups, PREFIX, width);
  }

  private static NDArray pull(NDManager manager, int groups, int embed) {
    return random(manager, groups, EOT.length, embed);
  }

  private static NDArray random(NDManager manager, int... shape) {
    Random random = new Random(5);
    float[] values = new float[shape[0] * shape[1] * shape[2]];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return OwnedArrays.floats(manager, values, shape[0], shape[1], shape[2]);
  }
}
