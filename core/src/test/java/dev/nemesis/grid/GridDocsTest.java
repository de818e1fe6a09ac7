package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/grids.md} says of grid files what is so. */
class GridDocsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\|.*$");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^ {4}# (\\d+) cells\\n((?: {4}.*\\n)+)");

  @Test
  void everyKeyHasARowAndEveryRowIsOfAKey() throws IOException {
    List<String> keys = new ArrayList<>(GridOverride.TOP);
    keys.addAll(GridKey.keys());

    assertThat(rows()).extracting(row -> row.group(1)).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void theRowOfAKeyThatTakesWordsHasThemAll() throws IOException {
    for (MatchResult row : rows()) {
      GridKey key = GridKey.of(row.group(1));
      if (key != null && key.right().startsWith("one of ")) {
        for (String word : key.right().substring("one of ".length()).split(", ", -1)) {
          assertThat(row.group()).contains("`" + word + "`");
        }
      }
    }
  }

  @Test
  void everyExampleIsAGridOfAsManyCellsAsItSaysAndEveryMethodHasOne() throws IOException {
    Set<Method> methods = new HashSet<>();
    for (MatchResult example : EXAMPLE.matcher(text()).results().toList()) {
      String yaml = example.group(2).replaceAll("(?m)^ {4}", "");
      List<Cell> cells = GridFile.parse("an example", yaml, List.of()).cells();
      cells.forEach(cell -> methods.add(cell.method()));
      assertThat(cells).as(yaml).hasSize(Integer.parseInt(example.group(1)));
    }
    assertThat(methods).isEqualTo(EnumSet.allOf(Method.class));
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(text()).results().toList();
  }

  private static String text() throws IOException {
    return Files.readString(Shared.projectRoot().resolve("docs/grids.md"));
  }
}
