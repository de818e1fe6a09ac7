package dev.nemesis.verify;

/** Counts what is not equal though it should be, and remembers the first. */
final class Differences {
  private final String what;
  private long count;
  private String first = "";

  /**
   * Starts without any difference.
   *
   * @param what the quantity
   */
  Differences(String what) {
    this.what = what;
  }

  /** Adds one comparison. */
  void add(boolean equal, String where) {
    if (!equal) {
      first = count == 0 ? where : first;
      count++;
    }
  }

  /** How many differed, and where the first one was. */
  Measure measure() {
    return Measure.equal(what, first, count);
  }
}
