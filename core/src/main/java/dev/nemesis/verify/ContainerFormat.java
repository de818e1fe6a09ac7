package dev.nemesis.verify;

import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.WeightsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Containers of weights, and what their names tie them to: {@code STEM-torchscript.pt} and {@code
 * STEM-statedict.pt} hold the tensors of {@code STEM.safetensors}, {@code STEM.pth.tar-N} the
 * {@code ctx} of {@code STEM.ctx.safetensors}, saved after epoch N. Any other container is read.
 */
final class ContainerFormat implements Format {
  private static final Pattern MODEL = Pattern.compile("(?s)(.+)-(torchscript|statedict)\\.pt");
  private static final Pattern PROMPT = Pattern.compile("(?s)(.+)\\.pth\\.tar-(\\d+)");

  private static final String CTX = "ctx";

  /** The end of the token embedding's name, both OpenAI's and Hugging Face's. */
  private static final String TOKEN_EMBEDDING = "token_embedding.weight";

  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    Matcher model = MODEL.matcher(file.name());
    if (model.matches()) {
      return Optional.of(new Model(file.path(), file.beside(model.group(1) + ".safetensors")));
    }
    Matcher prompt = PROMPT.matcher(file.name());
    if (prompt.matches() && file.has(prompt.group(1) + ".ctx.safetensors")) {
      Path ctx = file.beside(prompt.group(1) + ".ctx.safetensors");
      return Optional.of(new Prompt(file.path(), ctx, prompt.group(2)));
    }
    return WeightsNames.isContainer(file.name())
        ? Optional.of(new Alone(file.path()))
        : Optional.empty();
  }

  @Override
  public boolean isInput(WalkedFile file) {
    return file.safetensors()
        .filter(
            header -> header.tensors().keySet().stream().anyMatch(t -> t.endsWith(TOKEN_EMBEDDING)))
        .isPresent();
  }

  /** Differences in names, and of tensors both have in type, shape and bits. */
  private static List<Measure> compare(
      Map<String, TensorData> held, Map<String, TensorData> recorded) {
    Differences names = new Differences("names");
    Differences kinds = new Differences("types and shapes");
    Differences bits = new Differences("values");
    Set<String> all = new TreeSet<>(held.keySet());
    all.addAll(recorded.keySet());
    for (String name : all) {
      TensorData one = held.get(name);
      TensorData other = recorded.get(name);
      names.add(one != null && other != null, name);
      if (one != null && other != null) {
        boolean alike =
            one.dtype().equals(other.dtype()) && Arrays.equals(one.shape(), other.shape());
        kinds.add(alike, name);
        bits.add(Arrays.equals(one.bytes(), other.bytes()), name);
      }
    }
    return List.of(names.measure(), kinds.measure(), bits.measure());
  }

  private record Model(Path file, Path safetensors) implements Recording {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String compares() {
      return "container: tensors, bit for bit";
    }

    @Override
    public Set<Path> files() {
      return Set.of(file, safetensors);
    }

    @Override
    public Verdict replay(Replay replay) {
      WeightsFile held = Replay.weights(file);
      return Verdict.of(this, compare(held.tensors(), Replay.weights(safetensors).tensors()));
    }
  }

  private record Prompt(Path file, Path safetensors, String epoch) implements Recording {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String compares() {
      return "checkpoint: ctx, bit for bit, epoch";
    }

    @Override
    public Set<Path> files() {
      return Set.of(file, safetensors);
    }

    @Override
    public Verdict replay(Replay replay) {
      WeightsFile held = Replay.weights(file);
      Map<String, TensorData> ctx = new HashMap<>(held.tensors());
      ctx.keySet().retainAll(Set.of(CTX));
      TensorData recorded = RecordedTensors.read(safetensors).get(CTX);
      List<Measure> measures = new ArrayList<>(compare(ctx, Map.of(CTX, recorded)));
      String noted = held.epoch().isPresent() ? String.valueOf(held.epoch().getAsInt()) : "none";
      Differences epochs = new Differences("epoch");
      epochs.add(noted.equals(epoch.replaceFirst("^0+(?=.)", "")), "which is noted as " + noted);
      measures.add(epochs.measure());
      return Verdict.of(this, measures);
    }
  }

  private record Alone(Path file) implements Recording {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String compares() {
      return "container: nothing";
    }

    @Override
    public Set<Path> files() {
      return Set.of(file);
    }

    @Override
    public Verdict replay(Replay replay) {
      WeightsFile held = Replay.weights(file);
      return Verdict.skipped(
          this,
          "a %s of %d tensors, read; nothing lies beside it to compare with"
              .formatted(held.container().title(), held.tensors().size()));
    }
  }
}
