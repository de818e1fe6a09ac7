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

/**
 * Stand-ins for the class names of one of the paper's datasets: as many, of as many tokens each,
 * the same one wherever theirs is; which tokens they are costs nothing.
 *
 * @param dataset the paper's name
 * @param words tokens of each class name, numbered from 0 {@code [C][S]}
 */
public record ClassNameTokens(String dataset, List<List<Integer>> words) {
  private static final String RESOURCE = "/dev/nemesis/bench/class_name_tokens.json";

  public ClassNameTokens {
    words = words.stream().map(List::copyOf).toList();
  }

  /** The paper's datasets, the one of fewest classes first. */
  public static List<String> datasets() {
    List<String> names = new ArrayList<>();
    all().fieldNames().forEachRemaining(names::add);
    names.sort(Comparator.comparing((String name) -> of(name).classes()).thenComparing(n -> n));
    return names;
  }

  /**
   * Returns the stand-ins for the class names of a dataset.
   *
   * @throws InputException if the paper has no such dataset
   */
  public static ClassNameTokens of(String dataset) {
    JsonNode all = all();
    JsonNode names = all.get(dataset);
    if (names == null) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "measure with the classes of "
              + dataset
              + "; give some of "
              + String.join(", ", datasets()));
    }
    List<List<Integer>> words = new ArrayList<>();
    for (JsonNode name : names) {
      List<Integer> tokens = new ArrayList<>();
      name.forEach(token -> tokens.add(token.intValue()));
      words.add(tokens);
    }
    return new ClassNameTokens(dataset, words);
  }

  private static JsonNode all() {
    try (InputStream in = ClassNameTokens.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("The jar's " + RESOURCE + " is unreadable", e);
    }
  }

  /** C. */
  public int classes() {
    return words.size();
  }

  /** Tokens of each class in mixed order: a name, ".", and the end token. */
  public List<ClassTokens> tokens(ClipConfig config) {
    int vocabulary = config.vocabSize() - 3;
    int[] ids = Draws.permutation(Draws.of(0, "class names"), vocabulary);
    List<ClassTokens> tokens = new ArrayList<>();
    for (int c : Draws.permutation(Draws.of(0, "class order"), classes())) {
      int[] name = words.get(c).stream().mapToInt(word -> ids[word % vocabulary]).toArray();
      tokens.add(new ClassTokens(name, new int[] {vocabulary, config.vocabSize() - 1}));
    }
    return tokens;
  }

  @Override
  public String toString() {
    return dataset + "[" + classes() + "]";
  }
}
