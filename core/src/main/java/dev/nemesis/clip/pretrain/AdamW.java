package dev.nemesis.clip.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.tensor.OwnedArrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** AdamW (Loshchilov and Hutter, 2019); its state lives in the weights' manager. */
final class AdamW {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.98;
  private static final double EPSILON = 1e-6;

  private final Map<String, NDArray> first = new LinkedHashMap<>();
  private final Map<String, NDArray> second = new LinkedHashMap<>();
  private final double decay;
  private int step;

  AdamW(Map<String, NDArray> weights, double decay) {
    this.decay = decay;
    weights.forEach(
        (name, weight) -> {
          first.put(name, weight.zerosLike());
          second.put(name, weight.zerosLike());
        });
  }

  /**
   * Changes the weights in place.
   *
   * @param scratch for what lives only this step
   * @param gradients by the weights' names
   */
  void update(
      NDManager scratch,
      Map<String, NDArray> weights,
      Map<String, NDArray> gradients,
      double learningRate) {
    step++;
    NDArray keepFirst = OwnedArrays.constant(scratch, BETA_1);
    NDArray addFirst = OwnedArrays.constant(scratch, 1 - BETA_1);
    NDArray keepSecond = OwnedArrays.constant(scratch, BETA_2);
    NDArray addSecond = OwnedArrays.constant(scratch, 1 - BETA_2);
    NDArray epsilon = OwnedArrays.constant(scratch, EPSILON);
    NDArray unbias = OwnedArrays.constant(scratch, 1 / (1 - Math.pow(BETA_2, step)));
    NDArray rate = OwnedArrays.constant(scratch, -learningRate / (1 - Math.pow(BETA_1, step)));
    NDArray shrink = OwnedArrays.constant(scratch, 1 - learningRate * decay);
    gradients.forEach(
        (name, gradient) -> {
          NDArray weight = weights.get(name);
          NDArray m = first.get(name);
          NDArray v = second.get(name);
          m.muli(keepFirst).addi(gradient.mul(addFirst));
          v.muli(keepSecond).addi(gradient.square().mul(addSecond));
          if (weight.getShape().dimension() > 1) {
            weight.muli(shrink);
          }
          NDArray size = gradient.zerosLike().addi(v).muli(unbias).sqrt().addi(epsilon);
          weight.addi(gradient.zerosLike().addi(m).divi(size).muli(rate));
        });
  }
}
