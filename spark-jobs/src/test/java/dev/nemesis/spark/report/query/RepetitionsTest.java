package dev.nemesis.spark.report.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
  private static final ReportTable COOP = table("table_a5", "Table A5", line("CoOp", 60));
  private static final ReportTable PLOT = table("table_2", "Table 2", line("PLOT", 61));

  @Test
  void aTableThatRepeatsWhatOthersHaveTogetherIsLeftOut() {
    ReportTable both = table("few_shot", "", line("CoOp", 60), line("PLOT", 61));

    assertThat(Repetitions.leftOut(List.of(PLOT, COOP, both))).containsExactly(PLOT, COOP);
  }

  @Test
  void aTableWithAnEntryMoreOrAnotherNumberIsShown() {
    ReportTable more = table("few_shot", "", line("CoOp", 60), line("CoOp (L = 4)", 59));
    ReportTable other = table("few_shot", "", line("CoOp", 60.001));

    assertThat(Repetitions.leftOut(List.of(COOP, more))).containsExactly(COOP, more);
    assertThat(Repetitions.leftOut(List.of(COOP, other))).containsExactly(COOP, other);
  }

  @Test
  void aTableOfThePapersIsAlwaysShown() {
    ReportTable same = table("table_4", "Table 4", line("CoOp", 60));

    assertThat(Repetitions.leftOut(List.of(COOP, same))).containsExactly(COOP, same);
  }

  private static Line line(String label, double mean) {
    return new Line(
        label, List.of(new Entry(mean, 1.0, 3, 3, null, List.of(), false, null, false)));
  }

  private static ReportTable table(String id, String number, Line... lines) {
    return new ReportTable(
        id,
        number,
        "title",
        "Caption.",
        "%",
        2,
        "row",
        "column",
        List.of("1"),
        List.of(new Block("DTD", Stream.of(lines).toList())),
        List.of());
  }
}
