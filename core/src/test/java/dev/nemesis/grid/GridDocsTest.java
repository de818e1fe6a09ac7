package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** {@code docs/grids.md} says of grid files what is so. */
class GridDocsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| ([^|]*) \\|.*$");
  private static final Pattern FILE =
      Pattern.compile("(?m)^\\| `([a-z_0-9]+\\.yaml)` \\| [^|]* \\| (\\d+) \\| (\\d+) \\|$");
  private static final Pattern PLANNED =
      Pattern.compile("(?m)^ {4}(paper-[a-z0-9-]+) +(\\d+) +(\\d+)$");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^ {4}# (\\d+) cells\\n((?: {4}.*\\n)+)");

  @Test
  void everyKeyHasARowThatStartsWithWhatEditorsSayOfIt() throws IOException {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (GridTopKey key : GridTopKey.values()) {
      meanings.put(key.key(), key.meaning());
    }
    for (Setting key : Setting.all()) {
      meanings.put(key.key(), key.meaning());
    }
    Map<String, String> rows = new LinkedHashMap<>();
    for (MatchResult row : keys()) {
      assertThat(rows.put(row.group(1), row.group(2).replace("`", ""))).as(row.group()).isNull();
    }

    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(meanings.keySet());
    meanings.forEach((key, meaning) -> assertThat(rows.get(key)).as(key).startsWith(meaning));
  }

  @Test
  void theCommandLineTakesNoOtherKeys() {
    assertThat(GridTopKey.keys()).containsAll(GridOverride.TOP);
  }

  @Test
  void theRowOfAKeyThatTakesWordsHasThemAll() throws IOException {
    for (MatchResult row : keys()) {
      Setting key = Setting.of(row.group(1));
      if (key != null && key.right().startsWith("one of ")) {
        String words =
            key.right().replaceFirst("^one of ", "").replaceFirst(", or one that .*", "");
        for (String word : words.split(", ", -1)) {
          assertThat(row.group()).contains("`" + word + "`");
        }
      }
    }
  }

  @Test
  void everyExampleIsAGridOfAsManyCellsAsItSaysAndEveryMethodHasOne() throws IOException {
    Set<String> methods = new HashSet<>();
    for (MatchResult example : EXAMPLE.matcher(text()).results().toList()) {
      String yaml = yaml(example);
      List<Cell> cells = GridFile.parse("an example", yaml, GridFiles.folder(), List.of()).cells();
      cells.forEach(cell -> methods.add(cell.method().name()));
      assertThat(cells).as(yaml).hasSize(Integer.parseInt(example.group(1)));
      assertThat(GridFiles.objections(yaml)).as(yaml).isEmpty();
    }
    assertThat(methods).isEqualTo(Set.copyOf(Declarations.methodNames()));
  }

  @Test
  void everyKeyOfAFileHasAnExample() throws IOException {
    StringBuilder examples = new StringBuilder();
    EXAMPLE.matcher(text()).results().forEach(example -> examples.append(yaml(example)));

    for (GridTopKey key : GridTopKey.values()) {
      if (!key.key().startsWith("data")) {
        assertThat(examples.toString()).containsPattern("(?m)(^|[ {])" + key.last() + ":");
      }
    }
  }

  @Test
  void everyGridOfATableIsListedWithItsCells() throws IOException {
    List<String> listed = new ArrayList<>();
    for (MatchResult row : FILE.matcher(text()).results().toList()) {
      for (int folder = 0; folder < 2; folder++) {
        String file = List.of("paper/", "mini/").get(folder) + row.group(1);
        listed.add(file);
        assertThat(GridFiles.read(file).cells())
            .as(file)
            .hasSize(Integer.parseInt(row.group(2 + folder)));
      }
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(PaperGridsTest.named());
  }

  @Test
  void thePlanThatIsShownIsThatOfThePapersGrid() throws IOException {
    Set<Cell> before = new HashSet<>();
    List<Tuple> parts = new ArrayList<>();
    int listed = 0;
    for (GridPart part : GridFiles.read("paper/all.yaml").parts()) {
      long shared = part.cells().stream().filter(before::contains).count();
      listed += part.cells().size();
      before.addAll(part.cells());
      parts.add(tuple(part.name(), part.cells().size() + "", shared + ""));
    }

    assertThat(PLANNED.matcher(text()).results())
        .extracting(line -> line.group(1), line -> line.group(2), line -> line.group(3))
        .containsExactlyElementsOf(parts);
    assertThat(text())
        .contains(
            "cells    %d, %d duplicates removed".formatted(before.size(), listed - before.size()));
  }

  private static String yaml(MatchResult example) {
    return example.group(2).replaceAll("(?m)^ {4}", "");
  }

  private static List<MatchResult> keys() throws IOException {
    return ROW.matcher(text()).results().filter(r -> !r.group(1).endsWith(".yaml")).toList();
  }

  private static String text() throws IOException {
    return Files.readString(Shared.projectRoot().resolve("docs/grids.md"));
  }
}
