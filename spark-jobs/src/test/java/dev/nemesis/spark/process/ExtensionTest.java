package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The method and the loss of {@code docs/extend.md}, compiled from there into a user's jar. */
class ExtensionTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```(java|yaml)\\n(.*?)```");
  private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

  @TempDir Path folder;
  private Path jar;
  private Path grid;

  @BeforeEach
  void makeJar() throws IOException {
    String text = Files.readString(Shared.projectRoot().resolve("docs/extend.md"));
    List<String> sources = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(text).results().toList()) {
      if (block.group(1).equals("java")) {
        String name = CLASS.matcher(block.group(2)).results().findFirst().orElseThrow().group(1);
        Path source = folder.resolve("src/" + name + ".java");
        Files.createDirectories(source.getParent());
        sources.add(Files.writeString(source, block.group(2)).toString());
      } else {
        grid = Files.writeString(folder.resolve("mine.yaml"), block.group(2));
      }
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
    arguments.addAll(sources);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    jar = folder.resolve("mine.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(Files::isRegularFile).sorted().toList()) {
        add(out, classes.relativize(file).toString(), Files.readAllBytes(file));
      }
      add(
          out,
          "META-INF/services/dev.nemesis.grid.LossDeclaration",
          "example.DecayLoss\n".getBytes(StandardCharsets.UTF_8));
      add(
          out,
          "META-INF/services/dev.nemesis.grid.MethodDeclaration",
          "example.TaskResidual\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    ((OutputStream) jar).write(content);
    jar.closeEntry();
  }

  @Test
  void aMethodAndALossOfAJarAreTrainedOnAClusterAndStandInItsTables() throws Exception {
    String out = folder.resolve("out").toString();
    try (LocalCluster cluster = LocalCluster.start(folder);
        NemesisProcess run =
            NemesisProcess.of()
                .option("--master", cluster.masterUrl())
                .option("--jars", jar.toString())
                .start(folder, "run", grid.toString(), "--out", out, "--set", "omega=50")) {
      Ended ended = run.exit();

      assertThat(ended.code()).as("%s%n%s", ended.out(), ended.err()).isZero();
      assertThat(ended.out()).contains("6 cells trained, 0 failed");
      assertThat(ended.out()).contains("Task residual", "CoOp + decay");
    }
    List<String> rows = rows(out);
    String from = "mine.jar " + DigestUtils.sha256Hex(Files.readAllBytes(jar));
    assertThat(rows)
        .extracting(row -> row.substring(0, row.lastIndexOf('|')))
        .containsExactly(
            "coop|decay_loss|0.25||CoOp + decay (ω = 50, L = 4, decay = 0.25)|2|" + from + "|ctx|4",
            "coop|none|||CoOp (L = 4)|2||ctx|4",
            "residual|none||0.25|Task residual (alpha = 0.25)|2|" + from + "|residual|0");
    assertThat(lastOf(rows.get(0)))
        .as("the norm of the first vector")
        .isLessThan(lastOf(rows.get(1)));

    // The grid cannot be expanded without the jar, and what is missing is said.
    CommandLineRun without = CommandLineRun.of("sql", "SELECT 1", "--out", out);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err())
        .startsWith("Cannot use axes.method: residual in grid file ")
        .contains("or one that a jar of --jars brings")
        .hasLineCount(1);
  }

  /** A row a setting, in one text each, so that one process serves. */
  private List<String> rows(String out) throws Exception {
    String query =
        """
        SELECT concat_ws('|', r.method, r.loss, coalesce(string(r.decay), ''),
                 coalesce(string(r.alpha), ''), r.label, count(*),
                 coalesce(max(r.jars[0]), ''), max(p.learned[0].name), max(size(e.norms)),
                 coalesce(avg(get(e.norms, 0)), 0)) AS line
        FROM results r JOIN prompts p USING (cell_id) JOIN epochs e USING (cell_id)
        WHERE e.epoch = 1
        GROUP BY r.method, r.loss, r.decay, r.alpha, r.label
        ORDER BY r.method, r.loss
        """;
    try (NemesisProcess sql = withJar("sql", query, "--out", out, "--format", "csv")) {
      Ended ended = sql.exit();
      assertThat(ended.code()).as(ended.err()).isZero();
      return ended
          .out()
          .lines()
          .skip(1)
          .map(line -> line.startsWith("\"") ? line.substring(1, line.length() - 1) : line)
          .toList();
    }
  }

  private static double lastOf(String row) {
    return Double.parseDouble(row.substring(row.lastIndexOf('|') + 1));
  }

  @Test
  void itsKeysAreKnownAndWhatDoesNotGoTogetherIsOneLine() throws Exception {
    try (NemesisProcess keys = withJar("keys")) {
      assertThat(keys.exit().out())
          .contains("decay: weight of a position over that before it (a number from 0 to 1)")
          .contains("residual", "decay_loss");
    }
    try (NemesisProcess help = withJar("run", "--help")) {
      assertThat(help.exit().out())
          .contains("Keys of single methods and losses:", "alpha: scale of the residual");
    }
    Files.writeString(
        grid, "{name: g, settings: {dataset: mini-tiles, method: residual, loss: decay_loss}}");
    try (NemesisProcess plan = withJar("plan", grid.toString())) {
      Ended ended = plan.exit();
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err().lines().toList())
          .last()
          .asString()
          .startsWith("Cannot use loss: decay_loss with method: residual in grid file ")
          .endsWith("it learns no context vectors, give loss: none");
    }
  }

  private NemesisProcess withJar(String... arguments) throws IOException {
    return NemesisProcess.of()
        .option("--master", "local[1]")
        .option("--jars", jar.toString())
        .start(folder, arguments);
  }
}
