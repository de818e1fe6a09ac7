package dev.nemesis.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.TensorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Token ids and what text encoders make of them: {@code tokens} [T, context], and for each model's
 * key {@code KEY.text_features} [T, E].
 */
final class TextEncodingFormat implements Format {
  private static final double TOLERANCE = 1e-4;
  private static final String TOKENS = "tokens";
  private static final String FEATURES = ".text_features";

  /** Sequences encoded at a time, so that a long recording takes no more memory than a short. */
  private static final int ROWS = 64;

  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    return file.safetensors()
        .flatMap(
            header -> {
              Set<String> tensors = header.tensors().keySet();
              ModelKeys keys = ModelKeys.of(file.path(), header, Set.of(FEATURES));
              boolean isText =
                  tensors.contains(TOKENS) || tensors.stream().anyMatch(t -> t.endsWith(FEATURES));
              return isText && !keys.isEmpty() ? Optional.of(new Text(keys)) : Optional.empty();
            });
  }

  private record Text(ModelKeys keys) implements Recording {
    @Override
    public String name() {
      return keys.file().toString();
    }

    @Override
    public String compares() {
      return "text encoder: features";
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
        ClipModel model = replay.model(keys.weightsOf(key));
        TensorData tokens = recorded.get(TOKENS, -1, -1);
        TensorData features =
            recorded.get(key + FEATURES, tokens.shape()[0], model.config().embedDim());
        float[] encoded = encode(model, tokens);
        measures.add(Measure.relative(key + FEATURES, "", encoded, features.toFloats(), TOLERANCE));
      }
      return Verdict.of(this, measures);
    }

    private float[] encode(ClipModel model, TensorData tokens) {
      int count = (int) tokens.shape()[0];
      int length = (int) tokens.shape()[1];
      int embed = model.config().embedDim();
      long[] ids = tokens.toLongs();
      check(model, ids, length);
      float[] encoded = new float[count * embed];
      for (int from = 0; from < count; from += ROWS) {
        int to = Math.min(count, from + ROWS);
        try (NDManager step = model.newManager()) {
          long[] rows = Arrays.copyOfRange(ids, from * length, to * length);
          NDArray batch = OwnedArrays.longs(step, rows, to - from, length);
          TextEncoder text = model.text();
          NDArray features = text.encode(text.embed(batch), batch.argMax(1)); // the end token
          System.arraycopy(features.toFloatArray(), 0, encoded, from * embed, (to - from) * embed);
        }
      }
      return encoded;
    }

    private void check(ClipModel model, long[] ids, int length) {
      int vocabulary = model.config().vocabSize();
      boolean known = Arrays.stream(ids).allMatch(id -> id >= 0 && id < vocabulary);
      if (!known || length < 1 || length > model.config().contextLength()) {
        throw InputException.cannot(
            ErrorCode.RECORDING,
            "use %s: its tokens should be 0 to %d in rows of up to %d, as its weights read them"
                .formatted(keys.file(), vocabulary - 1, model.config().contextLength()));
      }
    }
  }
}
