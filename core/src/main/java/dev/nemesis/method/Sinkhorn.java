package dev.nemesis.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;

/**
 * Entropic optimal transport between uniform masses, as PLOT computes it: at most 100 rounds, ended
 * as soon as a round changes the row scaling by less than 0.01 on average. Each run of a bundle
 * ends by its own average, so that none feels the others.
 */
final class Sinkhorn {
  private static final double EPSILON = 0.1;
  private static final int ROUNDS = 100;
  private static final double LEAST_CHANGE = 1e-2;

  private Sinkhorn() {}

  /**
   * The transport plan for distances {@code 1 - similarity}.
   *
   * @param similarities {@code [K, P, M, N]}: K runs of P problems each
   * @return {@code [K, P, M, N]} in the same manager; no gradient flows through it
   */
  static NDArray plan(NDArray similarities) {
    return Autograd.withoutGradient(
        () -> {
          NDManager manager = similarities.getManager();
          try (NDManager work = manager.newSubManager()) {
            NDArray plan = plan(work, similarities);
            plan.attach(manager);
            return plan;
          }
        });
  }

  private static NDArray plan(NDManager work, NDArray similarities) {
    Shape shape = similarities.getShape();
    long runs = shape.get(0);
    NDArray kernel = // exp(-distance / epsilon)
        OwnedArrays.constant(work, 1)
            .sub(similarities)
            .div(OwnedArrays.constant(work, -EPSILON))
            .exp();
    NDArray transposed = kernel.transpose(0, 1, 3, 2);
    NDArray rowMass = OwnedArrays.constant(work, 1.0 / shape.get(2));
    NDArray columnMass = OwnedArrays.constant(work, 1.0 / shape.get(3));
    NDArray least = OwnedArrays.constant(work, LEAST_CHANGE);
    NDArray rows = work.ones(shape.slice(0, 3).add(1), DataType.FLOAT32); // [K, P, M, 1]
    NDArray columns = work.ones(shape.slice(0, 2).add(shape.get(3), 1), DataType.FLOAT32);
    NDArray open = work.ones(new Shape(runs), DataType.BOOLEAN); // [K]: still going
    for (int round = 0; round < ROUNDS && open.any().getBoolean(); round++) {
      try (NDManager scratch = work.newSubManager()) {
        NDArray toGo = Rows.view(scratch, open).reshape(runs, 1, 1, 1);
        NDArray newRows = in(scratch, rowMass.div(in(scratch, kernel.matMul(columns))));
        NDArray newColumns = in(scratch, columnMass.div(in(scratch, transposed.matMul(newRows))));
        NDArray change = newRows.sub(rows).abs().reshape(runs, -1).mean(new int[] {1}); // [K]
        NDArray stillOpen = change.lt(least).logicalNot().logicalAnd(open);
        rows = replaced(work, scratch, rows, where(toGo, newRows, rows));
        columns = replaced(work, scratch, columns, where(toGo, newColumns, columns));
        open = replaced(work, scratch, open, stillOpen);
      }
    }
    return rows.mul(columns.transpose(0, 1, 3, 2)).mul(kernel);
  }

  private static NDArray in(NDManager scratch, NDArray array) {
    array.attach(scratch);
    return array;
  }

  private static NDArray where(NDArray toGo, NDArray next, NDArray old) {
    return NDArrays.where(toGo.broadcast(old.getShape()), next, old);
  }

  private static NDArray replaced(NDManager work, NDManager scratch, NDArray old, NDArray next) {
    old.attach(scratch);
    next.attach(work);
    return next;
  }
}
