package dev.nemesis.spark.process;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.spark.notebook.FinishedGrid;
import dev.nemesis.spark.notebook.StoredNotebook;
import dev.nemesis.testing.Shared;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The script {@code submit/notebook}, with Jupyter where that is installed. */
class NotebookScriptTest {
  @TempDir static Path grid;
  private static Path out;

  @TempDir Path folder;

  @BeforeAll
  static void aGridIsDone() throws Exception {
    out = FinishedGrid.in(grid);
  }

  static Stream<Path> notebooks() throws IOException {
    return StoredNotebook.files();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void theProjectsNotebooksAreExecuted(Path file) throws Exception {
    assumeJupyter();
    Path to = folder.resolve("executed");

    Ended run = script("execute", file.toString(), "--out", out.toString(), "--to", to.toString());

    assertThat(run.code()).as(run.err()).isZero();
    List<StoredNotebook.Cell> cells = StoredNotebook.read(to.resolve(file.getFileName())).cells();
    assertThat(cells.get(0).outputs().toString()).contains("coop      pun   8      0 ");
    assertThat(cells).anyMatch(cell -> cell.shows("image/png"));
    assertThat(home().resolve(".local")).as("the user's Jupyter").doesNotExist();
  }

  @Test
  void aCellThatFailsEndsTheScriptAndLeavesTheNotebookAsItWas() throws Exception {
    assumeJupyter();
    String notebook =
        """
        {"cells": [{"cell_type": "code", "id": "a", "execution_count": null, "metadata": {},
          "outputs": [], "source": ["int a = missing;"]}],
         "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        """;
    Path file = Files.writeString(folder.resolve("failing.ipynb"), notebook);

    Ended run = script("execute", file.toString(), "--out", out.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("symbol:   variable missing");
    assertThat(file).hasContent(notebook);
  }

  @Test
  void jupyterKnowsTheKernelOnceItIsInstalled() throws Exception {
    assumeJupyter();

    Ended run = script("install", "--prefix", folder.resolve("a \"prefix\"").toString());

    assertThat(run.code()).as(run.err()).isZero();
    Path file = folder.resolve("a \"prefix\"/share/jupyter/kernels/nemesis/kernel.json");
    JsonNode kernel = new ObjectMapper().readTree(file.toFile());
    assertThat(kernel.get("argv").get(0).asText()).isEqualTo(launcher().toString());
    assertThat(kernel.get("argv").get(1).asText()).isEqualTo("kernel");
    assertThat(kernel.get("interrupt_mode").asText()).isEqualTo("message");

    assertThat(script("install").code()).isZero();
    assertThat(home().resolve(".local/share/jupyter/kernels/nemesis/kernel.json")).exists();
  }

  @Test
  void aKernelEndsWithTheJupyterThatIsKilled() throws Exception {
    List<Integer> ports = unusedPorts(5);
    int heartbeat = ports.get(4);
    Path connection = folder.resolve("connection.json");
    Files.writeString(
        connection,
        """
        {"ip": "127.0.0.1", "transport": "tcp", "signature_scheme": "hmac-sha256", "key": "k",
         "shell_port": %d, "iopub_port": %d, "stdin_port": %d, "control_port": %d, "hb_port": %d}
        """
            .formatted(ports.toArray()));
    Process jupyter =
        new ProcessBuilder(
                "bash",
                "-c",
                "'%s' kernel --connection '%s' & wait".formatted(launcher(), connection))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("kernel.out").toFile())
            .start();
    ProcessHandle kernel;
    try {
      while (!listens(heartbeat)) {
        assertThat(jupyter.waitFor(20, TimeUnit.MILLISECONDS))
            .as(Files.readString(folder.resolve("kernel.out")))
            .isFalse();
      }
      kernel = jupyter.children().filter(LocalCluster::isJava).findFirst().orElseThrow();
    } finally {
      jupyter.destroyForcibly();
    }

    try {
      assertThat(kernel.onExit().get(10, TimeUnit.MINUTES).isAlive()).isFalse();
    } finally {
      kernel.destroyForcibly();
    }
  }

  /**
   * Jupyter chooses ports before its kernel binds them. These are of the numbers that no system
   * gives to whoever asks for any port, so nobody takes one in between.
   */
  private static List<Integer> unusedPorts(int count) {
    return IntStream.range(21_000, 30_000)
        .filter(NotebookScriptTest::isUnused)
        .limit(count)
        .boxed()
        .toList();
  }

  private static boolean isUnused(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "execute --out DIR,execute nothing",
    "execute a.ipynb,--out DIR",
    "execute absent.ipynb --out DIR,absent.ipynb: there is no such file",
    "execute --out,--out",
    "execute a.ipynb --prefix DIR,--prefix",
    "install a.ipynb,a.ipynb",
    "install --out DIR,--out",
    "begin,begin"
  })
  void aWrongArgumentIsNamed(String arguments, String named) throws Exception {
    assertRefused(script(arguments.split(" ")), named);
  }

  @Test
  void aMachineWithoutJupyterIsToldWhatToInstall() throws Exception {
    Path none = Files.createDirectory(folder.resolve("bin"));
    executable(none.resolve("jupyter"), "#!/bin/sh\nexit 1\n");
    Path file = Files.writeString(folder.resolve("a.ipynb"), "{}");

    ProcessBuilder execute = command("execute", file.toString(), "--out", out.toString());
    execute.environment().merge("PATH", none.toString(), (path, first) -> first + ":" + path);
    ProcessBuilder install = command("install");
    install.environment().merge("PATH", none.toString(), (path, first) -> first + ":" + path);

    String packages = "apt-get install jupyter-client jupyter-nbconvert";
    assertRefused(Ended.run(execute, folder, "execute"), packages);
    assertRefused(Ended.run(install, folder, "install"), packages);
  }

  private static void assumeJupyter() {
    boolean isHere =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "jupyter-nbconvert")));
    assumeTrue(isHere, "skipped: Jupyter is not installed");
  }

  private static void assertRefused(Ended script, String named) {
    assertThat(script.code()).as(script.err()).isEqualTo(2);
    assertThat(script.out()).isEmpty();
    assertThat(script.err()).hasLineCount(1).startsWith("Cannot").contains(named);
  }

  private Ended script(String... arguments) throws Exception {
    return Ended.run(command(arguments), folder, "script");
  }

  private ProcessBuilder command(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Shared.projectRoot().resolve("submit/notebook").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JUPYTER"));
    builder.environment().put("HOME", home().toString());
    builder.environment().put("NEMESIS_LAUNCHER", launcher().toString());
    return builder;
  }

  private Path home() throws IOException {
    return Files.createDirectories(folder.resolve("home"));
  }

  /** What {@code submit/nemesis} does, with the class path of this JVM: there is no jar yet. */
  private Path launcher() throws IOException {
    String opens =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-opens"))
            .collect(joining(" "));
    String classPath =
        LocalCluster.classPath().map(Path::toString).collect(joining(File.pathSeparator));
    return executable(
        folder.resolve("nemesis"),
        "#!/bin/sh\nexec '%s/bin/java' %s -Xmx1g -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -cp '%s' dev.nemesis.spark.Nemesis \"$@\" --master 'local[2]'\n"
            .formatted(System.getProperty("java.home"), opens, classPath));
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
