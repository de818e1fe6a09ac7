package dev.nemesis.spark.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FigureStyleTest {
  @TempDir Path folder;

  @Test
  void aMachineWithoutFontsIsNoticedBeforeAFigureIsDrawn() throws Exception {
    assumeTrue(OS.LINUX.isCurrentOs(), "skipped: only Linux takes its fonts from fontconfig");
    Path noFonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder,
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
}
