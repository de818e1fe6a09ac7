package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.tensor.OwnedArrays;
import java.util.List;

/**
 * What follows the shared prefix of a prompt, for every class: its name, ".", and the end token,
 * padded to the longest. Padding stands after the end token, where a causal transformer's end token
 * never looks.
 *
 * @param embedded token embeddings without positions {@code [C, S, W]}
 * @param eot position of the end token in each suffix {@code [C]}, int64
 * @param lengths tokens of each suffix, the end token included
 */
public record ClassSuffixes(NDArray embedded, NDArray eot, List<Integer> lengths) {
  public ClassSuffixes {
    lengths = List.copyOf(lengths);
  }

  /**
   * Tokenises class names.
   *
   * @param manager keeps the arrays
   * @param classNames in label order; {@code _} becomes a space
   * @param prefixLength P, the tokens that stand before, the start token included
   * @throws InputException if a prompt would be longer than the text encoder's context
   */
  public static ClassSuffixes of(
      NDManager manager,
      TextEncoder text,
      Tokenizer tokenizer,
      List<String> classNames,
      int prefixLength) {
    List<int[]> tokens = ClassPrompts.tokens(tokenizer, classNames);
    int longest = ClassPrompts.check(tokenizer, classNames, prefixLength, text.contextLength());
    long[] ids = new long[tokens.size() * longest];
    long[] eot = new long[tokens.size()];
    for (int c = 0; c < eot.length; c++) {
      int[] name = tokens.get(c);
      for (int i = 0; i < name.length; i++) {
        ids[c * longest + i] = name[i];
      }
      ids[c * longest + name.length] = tokenizer.eot();
      eot[c] = name.length;
    }
    return of(manager, text, ids, eot, longest);
  }

  /**
   * Suffixes from token ids.
   *
   * @param ids {@code [C, S]}, row-major
   * @param eot index of the end token in each suffix, {@code [C]}
   */
  public static ClassSuffixes of(
      NDManager manager, TextEncoder text, long[] ids, long[] eot, int length) {
    NDArray embedded;
    try (NDManager scratch = manager.newSubManager()) {
      embedded = text.embed(OwnedArrays.longs(scratch, ids, eot.length, length));
      embedded.attach(manager);
    }
    List<Integer> lengths = java.util.Arrays.stream(eot).mapToObj(e -> (int) e + 1).toList();
    return new ClassSuffixes(embedded, OwnedArrays.longs(manager, eot, eot.length), lengths);
  }

  /** C. */
  public int classes() {
    return lengths.size();
  }
}
