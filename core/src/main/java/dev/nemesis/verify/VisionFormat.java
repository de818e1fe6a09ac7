package dev.nemesis.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.TensorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Images and what image encoders make of them: {@code images} [n, 3, R, R], and for each model's
 * key {@code KEY.features} [n, E] and {@code KEY.local_features} [n, 1+HW, E], which every ResNet
 * has.
 */
final class VisionFormat implements Format {
  private static final double TOLERANCE = 1e-4;
  private static final String FEATURES = ".features";
  private static final String REGIONS = ".local_features";

  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    return file.safetensors()
        .flatMap(
            header -> {
              Set<String> tensors = header.tensors().keySet();
              ModelKeys keys = ModelKeys.of(file.path(), header, Set.of(FEATURES, REGIONS));
              boolean isVision =
                  tensors.contains("images")
                      || tensors.stream()
                          .anyMatch(t -> t.endsWith(FEATURES) || t.endsWith(REGIONS));
              return isVision && !keys.isEmpty() ? Optional.of(new Vision(keys)) : Optional.empty();
            });
  }

  private record Vision(ModelKeys keys) implements Recording {
    @Override
    public String name() {
      return keys.file().toString();
    }

    @Override
    public String compares() {
      return "image encoder: features, local features";
    }

    @Override
    public Set<Path> files() {
      return keys.files();
    }

    @Override
    public Verdict replay(Replay replay) {
      RecordedTensors recorded = RecordedTensors.read(keys.file());
      List<Measure> measures = new ArrayList<>();
      for (String key : keys.weights().keySet()) {
        measures.addAll(compare(recorded, key, replay.model(keys.weightsOf(key))));
      }
      return Verdict.of(this, measures);
    }

    private static List<Measure> compare(RecordedTensors recorded, String key, ClipModel model) {
      int side = model.config().resolution();
      int embed = model.config().embedDim();
      TensorData images = recorded.get("images", -1, 3, side, side);
      long count = images.shape()[0];
      List<Measure> measures = new ArrayList<>();
      try (NDManager step = model.newManager()) {
        NDArray pixels = OwnedArrays.floats(step, images);
        TensorData features = recorded.get(key + FEATURES, count, embed);
        measures.add(relative(key + FEATURES, model.image().encode(pixels), features));
        if (recorded.has(key + REGIONS) || !model.config().vision().equals("vit")) {
          TensorData regions = recorded.get(key + REGIONS, count, model.config().regions(), embed);
          measures.add(relative(key + REGIONS, model.image().regions(pixels), regions));
        }
      }
      return measures;
    }

    private static Measure relative(String what, NDArray actual, TensorData recorded) {
      return Measure.relative(what, "", actual.toFloatArray(), recorded.toFloats(), TOLERANCE);
    }
  }
}
