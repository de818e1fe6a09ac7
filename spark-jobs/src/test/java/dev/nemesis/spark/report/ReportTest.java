package dev.nemesis.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nemesis.error.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportTest extends WithSpark {
  @TempDir Path out;

  @Test
  void aReportIsFourFilesAndTheAverageToPrint() throws Exception {
    new Results().zeroShot("a", 50).coop("a", 1, 1, 60).coop("b", 1, 1, 70).become(spark);

    Report report = Report.write(spark, out.toString());

    assertThat(out.resolve("report").toFile().list())
        .containsExactlyInAnyOrder("few_shot.md", "few_shot.csv", "figure_2.png", "figure_2.svg");
    assertThat(report.figures()).hasSize(2);
    assertThat(report.markdown().toUri().getPath())
        .isEqualTo(out.resolve("report/few_shot.md").toString());
    assertThat(Files.readString(out.resolve("report/few_shot.md")))
        .contains(report.summary().lines().toList());
    assertThat(report.summary()).contains("| CoOp |  | **65.00** |");
  }

  @Test
  void aSecondReportTakesTheFirstOnesPlace() throws Exception {
    new Results().coop("a", 1, 1, 60).become(spark);
    Report.write(spark, out.toString());
    new Results().coop("a", 1, 1, 61).become(spark);
    Report.write(spark, out.toUri().toString());

    assertThat(Files.readString(out.resolve("report/few_shot.md")))
        .contains("61.00")
        .doesNotContain("60.00");
  }

  @Test
  void aMachineWithoutFontsIsNoticedBeforeAFigureIsDrawn() throws Exception {
    assumeTrue(OS.LINUX.isCurrentOs(), "skipped: only Linux takes its fonts from fontconfig");
    Path noFonts = Files.writeString(out.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + out,
            "-cp",
            System.getProperty("java.class.path"),
            FontCheck.class.getName());
    builder.environment().put("FONTCONFIG_FILE", noFonts.toString());

    Process process = builder.redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("fonts: false");
    assertThat(FigureStyle.hasFonts()).isTrue();
  }

  /** Asks a Java of its own: fonts are looked for once in a process. */
  static final class FontCheck {
    public static void main(String[] args) {
      System.out.print("fonts: " + FigureStyle.hasFonts());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsTheUsersToPutRight() throws Exception {
    new Results().coop("a", 1, 1, 60).become(spark);
    Path file = Files.writeString(out.resolve("file"), "");

    assertThatThrownBy(() -> Report.write(spark, file.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot write report/few_shot.md in output folder " + file);
  }
}
