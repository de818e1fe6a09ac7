package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.clip.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Texts and their token ids: a list of {@code {text, tokens}}, start and end included. */
final class TokenizerFormat implements Format {

  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    return file.json()
        .filter(JsonNode::isArray)
        .filter(root -> root.valueStream().anyMatch(e -> e.has("text") && e.has("tokens")))
        .map(root -> new Texts(file.path()));
  }

  private record Texts(Path file) implements Recording {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String compares() {
      return "tokenizer: token ids";
    }

    @Override
    public Set<Path> files() {
      return Set.of(file);
    }

    @Override
    public Verdict replay(Replay replay) {
      Optional<Tokenizer> tokenizer = replay.tokenizer();
      if (tokenizer.isEmpty()) {
        return Verdict.skipped(this, "it needs CLIP's vocabulary; give --vocab");
      }
      JsonNode root = RecordedJson.read(file);
      Differences ids = new Differences("token ids");
      for (int i = 0; i < root.size(); i++) {
        String text = RecordedJson.need(file, root, "/" + i + "/text").asText();
        JsonNode tokens = RecordedJson.need(file, root, "/" + i + "/tokens");
        long[] recorded =
            StreamSupport.stream(tokens.spliterator(), false)
                .mapToLong(id -> id.asLong(-1))
                .toArray();
        boolean equal = Arrays.equals(tokens(tokenizer.get(), text), recorded);
        ids.add(equal, "\"" + text + "\"");
      }
      return Verdict.of(this, List.of(ids.measure()));
    }

    private static long[] tokens(Tokenizer tokenizer, String text) {
      IntStream body = IntStream.of(tokenizer.encode(text));
      return IntStream.concat(
              IntStream.concat(IntStream.of(tokenizer.sos()), body), IntStream.of(tokenizer.eot()))
          .asLongStream()
          .toArray();
    }
  }
}
