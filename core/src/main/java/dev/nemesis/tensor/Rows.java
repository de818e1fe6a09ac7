package dev.nemesis.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;

/**
 * Rows of a table by index, the result owned by the index's manager rather than by the long-lived
 * table's.
 */
public final class Rows {
  private Rows() {}

  /**
   * Selects rows.
   *
   * @param table {@code [R, D]}
   * @param index {@code [n]}, int64, each in 0..R-1
   * @return {@code [n, D]} in the manager of {@code index}
   */
  public static NDArray select(NDArray table, NDArray index) {
    NDArray rows =
        index.getNDArrayInternal().embedding(index, table, SparseFormat.DENSE).singletonOrThrow();
    rows.attach(index.getManager());
    return rows;
  }

  /**
   * Returns the same array in a manager that closes earlier: results of operations on it belong
   * there.
   */
  public static NDArray view(ai.djl.ndarray.NDManager manager, NDArray array) {
    NDArray view = array.reshape(array.getShape());
    view.attach(manager);
    return view;
  }
}
