package dev.nemesis.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The suffixes of all classes as a tree: a token whose predecessors are the same in two of them has
 * the same states in both, for the transformer is causal, so it need be there only once. Of
 * StanfordCars' names, which begin with year and make, little more than half is left.
 */
final class SuffixTree {
  private final List<Node> roots;
  private final List<List<Node>> paths = new ArrayList<>();
  private final int size;

  /** A token behind certain others. */
  static final class Node {
    private final Map<Integer, Node> next = new LinkedHashMap<>();
    private final List<Integer> ending = new ArrayList<>();
    private int below; // tokens, this one included

    private Node() {}
  }

  private SuffixTree(List<int[]> suffixes) {
    Node root = new Node();
    for (int label = 0; label < suffixes.size(); label++) {
      List<Node> path = new ArrayList<>();
      Node at = root;
      for (int symbol : suffixes.get(label)) {
        at = at.next.computeIfAbsent(symbol, s -> new Node());
        path.add(at);
      }
      at.ending.add(label);
      paths.add(path);
    }
    size = count(root) - 1;
    roots = List.copyOf(root.next.values());
  }

  /**
   * Grows a tree.
   *
   * @param suffixes what stands where, a number each that is the same where it is the same {@code
   *     [C][S]}
   */
  static SuffixTree of(List<int[]> suffixes) {
    return new SuffixTree(suffixes);
  }

  private static int count(Node node) {
    node.below = 1;
    node.next.values().forEach(child -> node.below += count(child));
    return node.below;
  }

  /** Tokens, those that several classes share counted once. */
  int size() {
    return size;
  }

  /** The nodes of each class's suffix, from the first token to the last {@code [C][S]}. */
  List<List<Node>> paths() {
    return paths;
  }

  /** Labels, those that share much beside each other, large branches before small ones. */
  List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    visit(roots, order);
    return order;
  }

  private static void visit(List<Node> nodes, List<Integer> order) {
    nodes.stream()
        .sorted(Comparator.comparingInt((Node node) -> node.below).reversed()) // stable
        .forEach(
            node -> {
              order.addAll(node.ending);
              visit(List.copyOf(node.next.values()), order);
            });
  }
}
