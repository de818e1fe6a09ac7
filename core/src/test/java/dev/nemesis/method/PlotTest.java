package dev.nemesis.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellId;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.OwnValue;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.testing.RandomClip;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlotTest {
  private static final PromptSpec TWO =
      new PromptSpec(3, PromptSpec.generic(3).classTokenPosition(), false, 2, null);
  private static final int CLASSES = 2;
  private static final int IMAGES = 3;
  private static final int REGIONS = 4;

  @Test
  void uniformTransportIsTheMeanOfAllCosines() {
    try (ClipModel model = ClipModel.load(RandomClip.vit(4), Device.cpu());
        NDManager manager = model.newManager();
        PromptText text = text(manager, model)) {
      PreparedMethod method =
          new Plot()
              .prepare(
                  new Preparation(
                      new Plot(),
                      manager,
                      model,
                      CLASSES,
                      TWO,
                      List.of(new OwnValue("transport", "uniform")),
                      () -> text,
                      () -> null));
      NDArray contexts = random(manager, 1, 2, 3, model.config().textWidth());
      NDArray images = random(manager, 1, IMAGES, REGIONS, RandomClip.EMBED).normalize(2, 3);
      NDList encoded = Autograd.withoutGradient(() -> method.encode(new NDList(contexts)));
      float[] logits = method.logits(encoded, images).toFloatArray();

      float[] features = encoded.get(0).toFloatArray(); // [1, N, C, E]
      float[] seen = images.toFloatArray();
      for (int b = 0; b < IMAGES; b++) {
        for (int c = 0; c < CLASSES; c++) {
          double sum = 0;
          for (int n = 0; n < 2; n++) {
            for (int r = 0; r < REGIONS; r++) {
              for (int e = 0; e < RandomClip.EMBED; e++) {
                sum +=
                    (double) features[(n * CLASSES + c) * RandomClip.EMBED + e]
                        * seen[(b * REGIONS + r) * RandomClip.EMBED + e];
              }
            }
          }
          assertThat((double) logits[b * CLASSES + c])
              .isCloseTo(model.logitScale() * sum / (2 * REGIONS), within(1e-3));
        }
      }
    }
  }

  /** Cells of before there was a choice have no own settings at all. */
  @Test
  void aCellOfTheDefaultTransportKeepsItsIdAndAUniformOneHasItsOwn() {
    assertThat(cell("").own()).isNull();
    String before = id("");

    assertThat(id(", transport: sinkhorn")).isEqualTo(before);
    assertThat(id(", transport: uniform")).isNotEqualTo(before);
    assertThat(id(", method: coop, transport: uniform")).isEqualTo(id(", method: coop"));
  }

  private static String id(String settings) {
    return CellId.of(cell(settings), "w", Map.of("d", "digest"));
  }

  private static Cell cell(String settings) {
    String method = settings.contains("method") ? "" : ", method: plot";
    GridFile grid =
        GridFile.parse(
            "g", "{name: g, settings: {dataset: d%s%s}}".formatted(method, settings), List.of());
    return grid.cells().get(0);
  }

  private static PromptText text(NDManager manager, ClipModel model) {
    int[] tail = {RandomClip.VOCAB - 3, RandomClip.VOCAB - 1};
    List<ClassTokens> classes =
        List.of(new ClassTokens(new int[] {5}, tail), new ClassTokens(new int[] {7, 9}, tail));
    return PromptText.of(manager, model, RandomClip.VOCAB - 2, TWO, classes);
  }

  private static NDArray random(NDManager manager, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return OwnedArrays.floats(manager, values, shape);
  }
}
