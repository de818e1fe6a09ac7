package dev.nemesis.grid;

import java.util.List;

/** Settings that the cells of a bundle have in common. */
record BundleShape(
    String backbone,
    String dataset,
    Method method,
    PromptSpec prompt,
    Integer epochs,
    Integer batchSize,
    int shots,
    int views,
    List<String> targets,
    ClassSubset classes,
    List<OwnValue> own) {
  static BundleShape of(Cell cell) {
    return new BundleShape(
        cell.backbone(),
        cell.dataset(),
        cell.method(),
        cell.prompt(),
        cell.optimizer() == null ? null : cell.optimizer().epochs(),
        cell.optimizer() == null ? null : cell.optimizer().batchSize(),
        cell.shots(),
        cell.views(),
        cell.targets(),
        cell.classes(),
        cell.own());
  }
}
