package dev.nemesis.data.mini;

import java.util.List;
import java.util.random.RandomGenerator;

/** Sentences around a noun phrase. */
final class Phrases {
  private static final List<String> SHORT =
      List.of(
          "a photo of %s.",
          "%s.",
          "a picture of %s.",
          "a drawing of %s.",
          "this is %s.",
          "there is %s here.",
          "an image showing %s.");

  // So that late positions of the text encoder have been in use: a learned prompt is long.
  private static final List<String> LONG =
      List.of(
          "one of many small pictures drawn by a program, and what it shows to us is %s.",
          "if you look at this small picture for a moment then you will see %s.",
          "in this image, made of sixty four times sixty four pixels in all, there is %s.");

  private Phrases() {}

  /**
   * A sentence about something.
   *
   * @param phrase a noun phrase with its article
   * @param wordy whether to say it with many words
   */
  static String sentence(RandomGenerator r, String phrase, boolean wordy) {
    return Pick.one(r, wordy ? LONG : SHORT).formatted(phrase);
  }

  /** Puts the article that fits before a phrase. */
  static String a(String phrase) {
    return ("aeiou".indexOf(phrase.charAt(0)) >= 0 ? "an " : "a ") + phrase;
  }
}
