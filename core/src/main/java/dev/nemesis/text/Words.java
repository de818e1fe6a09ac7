package dev.nemesis.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that CLIP's tokenizer makes tokens of, each for itself. Two texts have the same tokens
 * exactly if they have the same words, whatever the vocabulary: composed and decomposed letters,
 * straight and curly apostrophes, letter case, white space and ligatures make no difference.
 */
public final class Words {
  /** Starts a text, as a word. */
  public static final String START = "<|startoftext|>";

  /** Ends a text, as a word. */
  public static final String END = "<|endoftext|>";

  private static final Pattern WORDS =
      Pattern.compile(
          "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d"
              + "|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  private Words() {}

  /** The words of a text, in small letters. */
  public static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORDS.matcher(TextRepair.clean(text));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** The words of a class's name in a prompt, where {@code _} is a space. */
  public static List<String> ofClassName(String name) {
    return of(name.replace('_', ' '));
  }
}
