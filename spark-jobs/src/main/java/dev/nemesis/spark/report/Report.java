package dev.nemesis.spark.report;

import dev.nemesis.spark.table.OutFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The report of a grid: the few-shot table and figure 2, in {@code OUT/report}.
 *
 * @param markdown the table for a reader, {@code few_shot.md}
 * @param csv the table for a program, {@code few_shot.csv}
 * @param figures figure 2, {@code figure_2.png} and {@code figure_2.svg}; none where Java has no
 *     font
 * @param summary the average over datasets as a Markdown table, and what is missing
 */
public record Report(Path markdown, Path csv, List<Path> figures, String summary) {
  private static final String FOLDER = "report";
  private static final String NO_FONT =
      """

      **No figure:** Java finds no font on this machine. Install fontconfig and a font (on Debian \
      fontconfig and fonts-dejavu-core) and run `nemesis report`.
      """;

  public Report {
    figures = List.copyOf(figures);
  }

  /**
   * Writes the report anew from the session's view {@code results}.
   *
   * @param spark a session that has the view
   * @param out the grid's output folder, local or any Hadoop path
   * @throws dev.nemesis.error.InputException where the view is empty or the folder cannot be
   *     written
   */
  public static Report write(SparkSession spark, String out) {
    FewShot fewShot = FewShot.read(spark);
    FewShotMarkdown markdown = new FewShotMarkdown(fewShot);
    OutFolder folder = OutFolder.at(out, spark.sparkContext().hadoopConfiguration());
    Path table = write(folder, "few_shot.md", utf8(markdown.whole()));
    Path csv = write(folder, "few_shot.csv", utf8(FewShotCsv.of(fewShot)));
    if (!FigureStyle.hasFonts()) {
      return new Report(table, csv, List.of(), markdown.summary() + NO_FONT);
    }
    Figure2 figure = new Figure2(fewShot);
    return new Report(
        table,
        csv,
        List.of(
            write(folder, "figure_2.png", figure.png()),
            write(folder, "figure_2.svg", figure.svg())),
        markdown.summary());
  }

  private static Path write(OutFolder folder, String name, byte[] bytes) {
    folder.replace(FOLDER + "/" + name, bytes);
    return new Path(folder.uri(FOLDER + "/" + name));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
