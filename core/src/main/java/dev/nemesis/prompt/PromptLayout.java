package dev.nemesis.prompt;

import dev.nemesis.grid.PromptSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Who stands where in the prompts of all classes, behind the start token. Context vectors that
 * precede every class name and belong to all classes are part of the shared prefix; everything from
 * the first class-dependent token on is the class's suffix.
 *
 * @param shared how many context vectors, the first ones, stand in the shared prefix
 * @param suffixes of each class
 */
public record PromptLayout(int shared, List<Suffix> suffixes) {

  /**
   * One class's suffix, S tokens and context vectors.
   *
   * @param ids token ids {@code [S]}; 0 where a context vector stands
   * @param contexts index of the context vector {@code [S]}; -1 where a token stands
   */
  public record Suffix(int[] ids, int[] contexts) {
    public int length() {
      return ids.length;
    }
  }

  public PromptLayout {
    suffixes = List.copyOf(suffixes);
  }

  /**
   * Lays out prompts: with the class name in the middle, half of the vectors (rounded down) lead.
   */
  public static PromptLayout of(PromptSpec prompt, List<ClassTokens> classes) {
    int length = prompt.ctxLen();
    int before =
        switch (prompt.classTokenPosition()) {
          case END -> length;
          case MIDDLE -> length / 2;
          case FRONT -> 0;
        };
    int shared = prompt.classSpecific() ? 0 : before;
    List<Suffix> suffixes = new ArrayList<>();
    for (ClassTokens tokens : classes) {
      Sequence suffix = new Sequence(length - shared + tokens.length());
      suffix.contexts(shared, before).tokens(tokens.name());
      suffix.contexts(before, length).tokens(tokens.tail());
      suffixes.add(new Suffix(suffix.ids, suffix.contexts));
    }
    return new PromptLayout(shared, suffixes);
  }

  /**
   * Numbers what stands at each place of each suffix: two classes have the same number where the
   * same token stands, or the same context vector.
   *
   * @param classSpecific whether every class has context vectors of its own
   * @return {@code [C][S]}
   */
  List<int[]> symbols(boolean classSpecific) {
    List<int[]> symbols = new ArrayList<>();
    int longest = longest();
    for (int label = 0; label < suffixes.size(); label++) {
      Suffix suffix = suffixes.get(label);
      int[] of = suffix.ids.clone();
      for (int s = 0; s < of.length; s++) {
        if (suffix.contexts[s] >= 0) {
          of[s] = -1 - (classSpecific ? label * longest + s : suffix.contexts[s]);
        }
      }
      symbols.add(of);
    }
    return symbols;
  }

  /** S of the longest suffix. */
  public int longest() {
    return suffixes.stream().mapToInt(Suffix::length).max().orElseThrow();
  }

  /** Written from left to right. */
  private static final class Sequence {
    private final int[] ids;
    private final int[] contexts;
    private int at;

    Sequence(int length) {
      ids = new int[length];
      contexts = new int[length];
    }

    Sequence contexts(int from, int to) {
      for (int j = from; j < to; j++) {
        contexts[at++] = j;
      }
      return this;
    }

    Sequence tokens(int[] tokens) {
      for (int token : tokens) {
        ids[at] = token;
        contexts[at++] = -1;
      }
      return this;
    }
  }
}
