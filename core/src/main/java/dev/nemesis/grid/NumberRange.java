package dev.nemesis.grid;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The numbers that a key takes.
 *
 * @param right what they are, to follow "give"
 * @param least the lower bound; all of them are of at least 0
 * @param withLeast whether the lower bound is one of them
 * @param most the upper bound; infinite where there is none
 * @param withMost whether the upper bound is one of them
 */
public record NumberRange(
    String right, double least, boolean withLeast, double most, boolean withMost) {
  private static final double NO_BOUND = Double.POSITIVE_INFINITY;

  public static NumberRange atLeastZero() {
    return new NumberRange("a number of at least 0", 0, true, NO_BOUND, false);
  }

  public static NumberRange aboveZero() {
    return new NumberRange("a number above 0", 0, false, NO_BOUND, false);
  }

  public static NumberRange fromZeroToOne() {
    return new NumberRange("a number from 0 to 1", 0, true, 1, true);
  }

  public static NumberRange fromZeroToBelowOne() {
    return new NumberRange("a number from 0 to below 1", 0, true, 1, false);
  }

  public static NumberRange betweenZeroAndOne() {
    return new NumberRange("a number between 0 and 1, both excluded", 0, false, 1, false);
  }

  boolean has(double number) {
    return (withLeast ? number >= least : number > least)
        && (withMost ? number <= most : number < most);
  }

  /** Says the bounds in JSON Schema. */
  void bound(ObjectNode schema) {
    schema.put(withLeast ? "minimum" : "exclusiveMinimum", (int) least);
    if (most < NO_BOUND) {
      schema.put(withMost ? "maximum" : "exclusiveMaximum", (int) most);
    }
  }
}
