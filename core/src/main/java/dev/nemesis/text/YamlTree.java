package dev.nemesis.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.text.Yaml.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The tree of a document. What an alias stands for is in it as often as it is named. */
final class YamlTree {
  /** The most values of a document, those behind aliases counted each time. */
  static final int MOST = 200_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Set<Node> open = new HashSet<>();
  private int values;

  private YamlTree() {}

  static JsonNode of(Node document) {
    return new YamlTree().tree(document);
  }

  private JsonNode tree(Node node) {
    if (++values > MOST) {
      throw new Refusal(
          "it has more than %,d values, those of aliases counted each time".formatted(MOST),
          node.getStartMark());
    }
    if (node instanceof ScalarNode scalar) {
      return YamlScalar.value(scalar);
    }
    if (!open.add(node)) {
      throw new Refusal(
          "the anchor &" + node.getAnchor() + " has an alias of itself in it", node.getStartMark());
    }
    JsonNode tree = node instanceof SequenceNode list ? list(list) : map((MappingNode) node);
    open.remove(node);
    return tree;
  }

  private ArrayNode list(SequenceNode node) {
    require(node, Tag.SEQ, "list");
    ArrayNode list = NODES.arrayNode();
    node.getValue().forEach(value -> list.add(tree(value)));
    return list;
  }

  private ObjectNode map(MappingNode node) {
    require(node, Tag.MAP, "map");
    ObjectNode map = NODES.objectNode();
    ObjectNode merged = NODES.objectNode();
    boolean hasMerged = false;
    for (NodeTuple entry : node.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        if (hasMerged) {
          throw new Refusal(
              "the key << is in its map twice; give one, with a list",
              entry.getKeyNode().getStartMark());
        }
        hasMerged = true;
        merge(merged, entry.getValueNode());
        continue;
      }
      String key = key(entry.getKeyNode());
      if (map.has(key)) {
        throw new Refusal(
            "the key " + key + " is in its map twice", entry.getKeyNode().getStartMark());
      }
      map.set(key, tree(entry.getValueNode()));
    }
    for (Map.Entry<String, JsonNode> entry : merged.properties()) {
      map.putIfAbsent(entry.getKey(), entry.getValue());
    }
    return map;
  }

  /** Merges maps: of several, the first that has a key gives its value. */
  private void merge(ObjectNode merged, Node node) {
    List<Node> maps = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    for (Node map : maps) {
      if (!(map instanceof MappingNode)) {
        throw new Refusal(
            "<< takes a map, or a list of maps: an alias such as *name", map.getStartMark());
      }
      tree(map).properties().forEach(entry -> merged.putIfAbsent(entry.getKey(), entry.getValue()));
    }
  }

  private static String key(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw new Refusal("a key is a word, not a list or a map", node.getStartMark());
    }
    YamlScalar.value(scalar); // refuses what is refused as a value
    return scalar.getValue();
  }

  private static void require(Node node, Tag tag, String kind) {
    if (!node.getTag().equals(tag)) {
      throw YamlScalar.tagged(node, "this " + kind);
    }
  }
}
