package dev.nemesis.grid;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cells that differ only in what they are tested on are one cell, trained once and tested on all of
 * it.
 */
final class GridTargets {
  private GridTargets() {}

  /** Parts in which such cells are equal; targets stand in the order in which they come up. */
  static List<GridPart> merged(List<GridPart> parts) {
    Map<Cell, Set<String>> targets = new LinkedHashMap<>();
    parts.forEach(
        part ->
            part.cells()
                .forEach(
                    cell ->
                        targets
                            .computeIfAbsent(cell.testedOn(List.of()), c -> new LinkedHashSet<>())
                            .addAll(cell.targets())));
    return parts.stream()
        .map(
            part ->
                new GridPart(
                    part.name(),
                    part.cells().stream()
                        .map(cell -> cell.testedOn(List.of()))
                        .map(cell -> cell.testedOn(List.copyOf(targets.get(cell))))
                        .distinct()
                        .toList(),
                    part.corrupt(),
                    part.bundle()))
        .toList();
  }
}
