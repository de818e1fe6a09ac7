package dev.nemesis.spark;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.prompt.NearestWords;
import dev.nemesis.prompt.NearestWords.Word;
import dev.nemesis.spark.table.AlignedColumns;
import dev.nemesis.spark.table.Queries;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words nearest to a prompt's vectors, for people and for programs. */
final class WordsPrinter {
  /** Escaped, so that a terminal's encoding changes no word. */
  private static final ObjectWriter JSON =
      new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private final Tokenizer tokenizer;
  private final PrintWriter to;

  WordsPrinter(Tokenizer tokenizer, PrintWriter to) {
    this.tokenizer = tokenizer;
    this.to = to;
  }

  /**
   * Prints the vectors.
   *
   * @param vectors at least one, each with as many words
   */
  void print(List<NearestWords> vectors, Queries.Format format) {
    switch (format) {
      case TABLE -> table(vectors);
      case CSV -> csv(vectors);
      case JSON -> json(vectors);
    }
    to.flush();
  }

  /** A line a vector; the set is told where there are several. */
  private void table(List<NearestWords> vectors) {
    List<List<String>> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("set", "position", "norm"));
    vectors.get(0).words().forEach(word -> header.addAll(List.of("word", "distance")));
    lines.add(header);
    for (NearestWords vector : vectors) {
      List<String> line = new ArrayList<>();
      line.add(Integer.toString(vector.set()));
      line.add(Integer.toString(vector.position()));
      line.add(rounded(vector.norm()));
      for (Word word : vector.words()) {
        line.add(tokenizer.decode(word.token()));
        line.add(rounded(word.distance()));
      }
      lines.add(line);
    }
    boolean sets = vectors.stream().anyMatch(vector -> vector.set() > 1);
    AlignedColumns.print(
        lines.stream()
            .map(line -> line.subList(sets ? 0 : 1, line.size()).toArray(String[]::new))
            .toList(),
        to);
  }

  /** A line a word, nothing rounded. */
  private void csv(List<NearestWords> vectors) {
    to.println("set,position,norm,rank,word,token,distance");
    for (NearestWords vector : vectors) {
      for (int rank = 1; rank <= vector.words().size(); rank++) {
        Word word = vector.words().get(rank - 1);
        to.printf(
            "%d,%d,%s,%d,%s,%d,%s%n",
            vector.set(),
            vector.position(),
            vector.norm(),
            rank,
            quoted(tokenizer.decode(word.token())),
            word.token(),
            word.distance());
      }
    }
  }

  /** An object a vector, nothing rounded. */
  private void json(List<NearestWords> vectors) {
    to.println("[");
    to.print(vectors.stream().map(vector -> object(vector) + "\n").collect(joining(",")));
    to.println("]");
  }

  private String object(NearestWords vector) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("set", vector.set());
    object.put("position", vector.position());
    object.put("norm", vector.norm());
    ArrayNode words = object.putArray("words");
    for (Word word : vector.words()) {
      words
          .addObject()
          .put("word", tokenizer.decode(word.token()))
          .put("token", word.token())
          .put("distance", word.distance());
    }
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree is plain JSON", e);
    }
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String quoted(String text) {
    return text.matches("[^\",]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
