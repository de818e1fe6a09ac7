package dev.nemesis.spark.compare;

/**
 * One cell of either grid.
 *
 * @param cellId id of the cell, equal in both grids
 * @param inA whether A has it, done or failed
 * @param inB whether B has it, done or failed
 * @param accuracyA in percent; null where A has no result of it
 * @param accuracyB in percent; null where B has no result of it
 */
record CellDifference(String cellId, boolean inA, boolean inB, Double accuracyA, Double accuracyB) {
  /** Whether both have a result. */
  boolean isInBoth() {
    return accuracyA != null && accuracyB != null;
  }

  /** B - A, of one that both have. */
  double difference() {
    return accuracyB - accuracyA;
  }

  /** Whether both have the same result, to the bit. */
  boolean isEqual() {
    return isInBoth() && accuracyA.equals(accuracyB);
  }
}
