package dev.nemesis.grid;

import java.util.List;

/**
 * One training: everything that determines its outcome, but for the weights' and the dataset's
 * bytes, which enter the {@link CellId} by their digests.
 *
 * @param backbone the name of the CLIP weights, e.g. {@code mini}
 * @param dataset the dataset trained on, and tested on
 * @param method how prompts come about
 * @param prompt shape of the learned prompt; null for zero-shot
 * @param loss the norm loss; null for zero-shot
 * @param optimizer null for zero-shot
 * @param shots training images per class, at least 1; 0 for zero-shot
 * @param seed of everything random; 0 for zero-shot
 * @param views how many augmented views of each training image are drawn and used in turn, one an
 *     epoch; 0 means the test transform, no augmentation
 * @param targets further datasets it is evaluated on, with their own class lists
 */
public record Cell(
    String backbone,
    String dataset,
    Method method,
    PromptSpec prompt,
    LossSpec loss,
    OptimizerSpec optimizer,
    int shots,
    long seed,
    int views,
    List<String> targets) {
  public Cell {
    targets = List.copyOf(targets);
  }

  /** The same training, tested on other datasets beside its own. */
  Cell testedOn(List<String> others) {
    return new Cell(backbone, dataset, method, prompt, loss, optimizer, shots, seed, views, others);
  }

  /**
   * The name of the loss in tables: {@code none}, {@code pun}, {@code pan}, {@code mix}; zero-shot
   * has {@code none}.
   */
  public String lossLabel() {
    return loss == null ? "none" : loss.label();
  }
}
