package dev.nemesis.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.table.DatasetTitles.Title;
import dev.nemesis.spark.table.FoundDatasets.FoundDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTitlesTest {
  private static final Title DTD = new Title(9, "dtd", "DTD", true);
  private static final Title TILES = new Title(10, "mini-tiles", "mini-tiles", false);
  private static final List<Title> KNOWN = List.of(DTD, TILES);

  @Test
  void aDeclaredTitleStandsBesideThoseThatAreKnown() {
    assertThat(DatasetTitles.of(KNOWN, Map.of("tools", "My | Tools", "dtd", "DTD")))
        .containsExactly(DTD, TILES, new Title(null, "tools", "My | Tools", false));
  }

  @Test
  void oneTitleOfTwoDatasetsIsToldApartByTheirNames() {
    assertThat(DatasetTitles.of(KNOWN, Map.of("a", "Tools", "b", "Tools", "textures", "DTD")))
        .extracting(Title::title)
        .containsExactly("DTD", "mini-tiles", "Tools (a)", "Tools (b)", "DTD (textures)");
  }

  @Test
  void thePapersDatasetDeclaredByAnotherTitleIsNotThePapers() {
    assertThat(DatasetTitles.of(KNOWN, Map.of("dtd", "Our textures")))
        .containsExactly(TILES, new Title(9, "dtd", "Our textures", false));
  }

  @Test
  void aFileWithoutTitlesIsReadAndStaysAsItIs(@TempDir Path folder) throws Exception {
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    FoundDataset plain = new FoundDataset("mini-tiles", "d", 12, 4, 2, null);
    FoundDatasets.record(out, List.of(plain));
    String before = Files.readString(folder.resolve("datasets.json"));
    assertThat(before).doesNotContain("title");
    FoundDatasets.record(out, List.of(plain));
    assertThat(folder.resolve("datasets.json")).hasContent(before);

    FoundDatasets.record(out, List.of(new FoundDataset("own", "e", 2, 4, 2, "Tools")));
    assertThat(Files.readString(folder.resolve("datasets.json"))).contains("\"Tools\"");
  }
}
