package dev.nemesis.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.StringReader;
import java.util.Iterator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * YAML that a user writes, as a tree: one document, aliases and {@code <<} in place of what they
 * stand for. What YAML would read as another value than the one that is seen is refused.
 */
public final class Yaml {
  private static final char REPLACEMENT = '\ufffd';

  private Yaml() {}

  /**
   * Reads a text.
   *
   * @param code what has to be put right if it is not right
   * @param doing what with, for messages: {@code "read grid file mini.yaml"}
   * @return its root; a missing node if there is nothing in it
   * @throws InputException naming the line, if it is no YAML, or YAML that is refused
   */
  public static JsonNode read(String text, ErrorCode code, String doing) {
    int undecoded = text.indexOf(REPLACEMENT);
    if (undecoded >= 0) {
      throw refused(
          code,
          doing,
          line(text, undecoded),
          "the character " + REPLACEMENT + " stands for bytes that are no UTF-8",
          null);
    }
    try {
      Iterator<Node> documents = compose(text);
      if (!documents.hasNext()) {
        return MissingNode.getInstance();
      }
      JsonNode root = YamlTree.of(documents.next());
      if (documents.hasNext()) {
        throw new Refusal(
            "a second document begins here; leave one in it, without --- between",
            secondDocument(text));
      }
      return root;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      throw refused(code, doing, mark == null ? 0 : mark.getLine() + 1, e.getProblem(), e);
    } catch (ReaderException e) {
      String character = "the character U+%04X is in no YAML".formatted(e.getCodePoint());
      throw refused(code, doing, line(text, e.getPosition()), character, e);
    } catch (YAMLException e) {
      throw refused(code, doing, 0, e.getMessage(), e);
    }
  }

  private static Iterator<Node> compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(Integer.MAX_VALUE); // YamlTree bounds what comes of them
    return new org.yaml.snakeyaml.Yaml(options).composeAll(new StringReader(text)).iterator();
  }

  private static Mark secondDocument(String text) {
    int documents = 0;
    for (Event event : new org.yaml.snakeyaml.Yaml().parse(new StringReader(text))) {
      if (event instanceof DocumentStartEvent && ++documents == 2) {
        return event.getStartMark();
      }
    }
    throw new IllegalStateException("There was a second document");
  }

  private static int line(String text, int position) {
    return 1
        + (int) text.codePoints().limit(position).filter(character -> character == '\n').count();
  }

  private static InputException refused(
      ErrorCode code, String doing, int line, String why, YAMLException cause) {
    String reason = String.valueOf(why).lines().findFirst().orElse("").strip();
    return InputException.cannot(
        code,
        doing + (line > 0 ? ", line " + line : "") + ": " + reason + "; give valid YAML",
        cause);
  }

  /** YAML that is not read here. */
  static final class Refusal extends MarkedYAMLException {
    private static final long serialVersionUID = 1L;

    Refusal(String why, Mark where) {
      super(null, null, why, where);
    }
  }
}
