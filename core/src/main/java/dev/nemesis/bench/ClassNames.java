package dev.nemesis.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.clip.ClipConfig;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.random.Draws;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Stand-ins for the class names of one of the paper's datasets: as many, of as many tokens each;
 * which tokens they are costs nothing.
 *
 * @param dataset the paper's name
 * @param lengths tokens of each class name, {@code [C]}
 */
public record ClassNames(String dataset, List<Integer> lengths) {
  private static final String RESOURCE = "/dev/nemesis/bench/class_name_tokens.json";

  public ClassNames {
    lengths = List.copyOf(lengths);
  }

  /** The paper's datasets, the one of fewest classes first. */
  public static List<String> datasets() {
    List<String> names = new ArrayList<>();
    all().fieldNames().forEachRemaining(names::add);
    names.sort(Comparator.comparing((String name) -> of(name).classes()).thenComparing(n -> n));
    return names;
  }

  /**
   * Those of a dataset.
   *
   * @throws InputException if the paper has no such dataset
   */
  public static ClassNames of(String dataset) {
    JsonNode all = all();
    JsonNode counts = all.get(dataset);
    if (counts == null) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "measure with the classes of "
              + dataset
              + "; give some of "
              + String.join(", ", datasets()));
    }
    List<Integer> lengths = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : counts.properties()) {
      for (int i = 0; i < entry.getValue().intValue(); i++) {
        lengths.add(Integer.valueOf(entry.getKey()));
      }
    }
    return new ClassNames(dataset, lengths);
  }

  private static JsonNode all() {
    try (InputStream in = ClassNames.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("The jar's " + RESOURCE + " is unreadable", e);
    }
  }

  /** C. */
  public int classes() {
    return lengths.size();
  }

  /** Tokens of each class in mixed order: a name, ".", and the end token. */
  public List<ClassTokens> tokens(ClipConfig config) {
    int words = config.vocabSize() - 3;
    int[] order = Draws.permutation(Draws.of(0, "class order"), classes());
    RandomGenerator random = Draws.of(0, "class names");
    List<ClassTokens> tokens = new ArrayList<>();
    for (int c : order) {
      int[] name = random.ints(lengths.get(c), 0, words).toArray();
      tokens.add(new ClassTokens(name, new int[] {words, config.vocabSize() - 1}));
    }
    return tokens;
  }

  @Override
  public String toString() {
    return dataset + "[" + classes() + "]";
  }
}
