package dev.nemesis.grid;

import java.util.List;

/**
 * The cells of a grid that one table or figure needs, some of which other parts may have as well.
 *
 * @param name of the file it is from, or of the grid itself where that has but one part
 * @param cells canonical, no two equal
 * @param corrupt what the strength of replacing noise means in the corruption sweep ({@code nemesis
 *     corrupt}) that follows training, {@code variance} or {@code std}; null for no sweep
 * @param bundle the most of its cells that are trained together; null where that is not for the
 *     grid to say. Timings of single cells need 1
 */
public record GridPart(String name, List<Cell> cells, String corrupt, Integer bundle) {
  public GridPart {
    cells = List.copyOf(cells);
  }
}
