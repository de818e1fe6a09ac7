package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/nemesis}, up to the point where it starts Java. */
class LauncherTest {
  /** Prints what it was started with. */
  private static final String JAVA =
      """
      #!/bin/bash
      echo "LC_ALL=${LC_ALL:-}"
      printf '%s\\n' "$@"
      """;

  @TempDir Path folder;
  private Path root;
  private final Map<String, String> environment = new HashMap<>();

  /** A project that is built, in a folder whose name has blanks. */
  @BeforeEach
  void project() throws IOException {
    root = folder.resolve("my project [1] 100%");
    for (String name : List.of("nemesis", "build.sh")) {
      Path script = Files.createDirectories(root.resolve("submit")).resolve(name);
      Files.copy(Shared.projectRoot().resolve("submit").resolve(name), script);
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    for (String name :
        List.of("core/src/main", "spark-jobs/src/main", "conf/sql", "conf/datasets")) {
      Files.createDirectories(root.resolve(name));
    }
    for (String name : List.of("pom.xml", "core/pom.xml", "spark-jobs/pom.xml")) {
      Files.createFile(root.resolve(name));
    }
    Path target = Files.createDirectories(root.resolve("spark-jobs/target/jars")).getParent();
    Files.createFile(target.resolve("nemesis-spark-jobs-1.jar"));
    Files.createFile(target.resolve("jars.done"));
    environment.put("JAVA_HOME", jdk("17.0.9").toString());
    environment.put("SPARK_HOME", "");
  }

  @Test
  void javaIsStartedWherever() throws Exception {
    Ended nemesis = nemesis("status", "--out", "a b*");

    assertThat(nemesis.code()).as(nemesis.err()).isZero();
    assertThat(nemesis.out().lines())
        .contains(
            "-Dlog4j2.configurationFile=file:"
                + folder
                + "/my%20project%20%5B1%5D%20100%25/conf/log4j2.properties")
        .contains("-Dfile.encoding=UTF-8")
        .contains(root + "/spark-jobs/target/nemesis-spark-jobs-1.jar")
        .endsWith("status", "--out", "a b*");
  }

  @Test
  void jarsOfTheUsersAreSparksAndOneThatIsNotThereIsRefused() throws Exception {
    Path one = Files.createFile(folder.resolve("my loss.jar"));
    Path two = Files.createFile(folder.resolve("two.jar"));

    assertThat(nemesis("plan", "mini", "--jars", one + "," + two).out().lines())
        .containsSequence("--jars", one + "," + two)
        .endsWith("plan", "mini");

    Ended missing = nemesis("plan", "mini", "--jars=" + one + ",gone.jar");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualToIgnoringNewLines(
            "Cannot use --jars gone.jar: there is no such file; give jars, with commas between"
                + " them");
  }

  @Test
  void javaTakesNamesForUtf8InEveryLocale() throws Exception {
    for (String locale : List.of("C", "POSIX", "xx_YY", "")) {
      environment.put("LC_ALL", locale);
      environment.put("LANG", "");
      assertThat(nemesis("status").out()).containsPattern("LC_ALL=(C|en_US)\\.(utf8|UTF-8)");
    }
  }

  @Test
  void aJavaThatIsGoneOrTooOldIsOneLine() throws Exception {
    environment.put("JAVA_HOME", folder.resolve("gone").toString());
    refused("Cannot use JAVA_HOME=" + folder + "/gone: it has no bin/java; unset it or set it to");

    environment.put("JAVA_HOME", jdk("11.0.2").toString());
    refused("Cannot run on Java 11, which is ");
    environment.put("JAVA_HOME", jdk("1.8.0_392").toString());
    refused("Cannot run on Java 8, which is ");

    environment.put("JAVA_HOME", "");
    environment.put("PATH", tools().toString());
    refused("Cannot find java; install a JDK 17, or set JAVA_HOME");
  }

  @Test
  void anOptionWithoutItsValueIsOneLine() throws Exception {
    Ended nemesis = nemesis("run", "--driver-memory");

    assertThat(nemesis.code()).isEqualTo(2);
    assertThat(nemesis.err()).hasLineCount(1).startsWith("Cannot use --driver-memory without a");
  }

  private void refused(String message) throws Exception {
    Ended nemesis = nemesis("status");
    assertThat(nemesis.code()).isEqualTo(2);
    assertThat(nemesis.err()).hasLineCount(1).startsWith(message);
  }

  private Ended nemesis(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/bash", root + "/submit/nemesis"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return Ended.run(builder, folder, "launcher");
  }

  private Path jdk(String version) throws IOException {
    Path jdk = folder.resolve("jdk-" + version);
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  /** A path of programs on which there is no Java. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String name : List.of("dirname", "readlink", "sed", "find", "head", "grep", "locale")) {
      Path tool = Path.of("/usr/bin", name);
      if (Files.exists(tool)) {
        Files.createSymbolicLink(tools.resolve(name), tool);
      }
    }
    return tools;
  }
}
