package dev.nemesis.spark.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.PairedTest;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTableTest {
  @Test
  void anEntryIsALineUnroundedAndWhatIsNotThereIsEmpty() {
    Entry entry = new Entry(62.5, 1 / 3.0, 2, 3, 60.0, List.of("a", "b"), true, null, false);

    assertThat(CsvTable.of(table(entry, null)).lines())
        .containsExactly(
            "block,row,column,mean,std,seeds,seeds_wanted,paper,difference,best,mixed,waits_for",
            "DTD,\"CoOp, and more\",1,62.5,0.3333333333333333,2,3,60.0,2.5,false,true,a b");
  }

  @Test
  void aTestIsALineWhoseColumnsAreNamedForWhatTheyAre() {
    PairedTest test = new PairedTest(4, -1.25, 0.28, 0.56);
    Entry tested = new Entry(-0.5, 1.11, 5, 5, null, List.of(), false, test, false);
    PairedTest none = new PairedTest(0, null, null, null);
    Entry single = new Entry(0.5, null, 1, 1, null, List.of(), false, none, false);

    assertThat(CsvTable.of(table(tested, single)).lines())
        .containsExactly(
            "block,row,column,mean_difference,half_width_95,seeds,degrees_of_freedom,t,p,p_holm,best",
            "DTD,\"CoOp, and more\",1,-0.5,1.11,5,4,-1.25,0.28,0.56,false",
            "DTD,\"CoOp, and more\",2,0.5,,1,0,,,,false");
  }

  private static ReportTable table(Entry... entries) {
    Line line = new Line("CoOp, and more", Arrays.asList(entries));
    return new ReportTable(
        "id",
        "",
        "title",
        "Caption.",
        "%",
        2,
        "row",
        "column",
        List.of("1", "2"),
        List.of(new Block("DTD", List.of(line))),
        List.of());
  }
}
