package dev.nemesis.spark.process;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.Submit;
import dev.nemesis.testing.Shared;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The program as a process of its own, started as {@code submit/nemesis} does, but with the class
 * path of this JVM: there is no jar yet when tests run. Closing it kills it.
 */
public final class NemesisProcess implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  /**
   * Short-lived programs, several at a time: what a JVM does beside them costs more than it saves.
   * Their classes are this JVM's, which has verified them.
   */
  private static final List<String> SHORT_LIVED =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote");

  private static final String USUAL_HEAP = "1g";

  /** The initial sizes of the usual heap; one that grows costs time. */
  private static final List<String> ROOM = List.of("-Xms512m", "-Xmn320m");

  /** The beginning of a command: what follows runs without names for the user and the machine. */
  static final List<String> NAMELESS =
      List.of(
          "unshare",
          "--user",
          "--map-root-user",
          "--uts",
          "sh",
          "-c",
          "hostname no-such-host.invalid && exec unshare --user --map-user=54321 \"$@\"",
          "sh");

  private static int started;

  private final Process process;
  private final Path out;
  private final Path err;

  private NemesisProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The real program. */
  public static Launch of() {
    return of("dev.nemesis.spark.Nemesis");
  }

  /** Another main class, one that makes the command line with another experiment. */
  public static Launch of(String mainClass) {
    return new Launch(mainClass);
  }

  /** How a process is started. */
  public static final class Launch {
    private final String mainClass;
    private final List<String> sparkOptions = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String heap = USUAL_HEAP;
    private List<String> around = List.of();

    private Launch(String mainClass) {
      this.mainClass = mainClass;
      conf("spark.executor.extraClassPath", LocalCluster.EXECUTOR_CLASSES);
      conf(
          "spark.executor.extraJavaOptions",
          Stream.concat(SHORT_LIVED.stream(), ROOM.stream()).collect(joining(" ")));
      environment.put("OMP_NUM_THREADS", "1");
      environment.put("DJL_OFFLINE", "true");
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** An option of {@code spark-submit}: {@code --master}, {@code --properties-file}. */
    public Launch option(String name, String value) {
      sparkOptions.add(name);
      sparkOptions.add(value);
      return this;
    }

    /** A setting of Spark. */
    public Launch conf(String key, String value) {
      return option("--conf", key + "=" + value);
    }

    /** The most that its heap takes, as Java has it. */
    public Launch heap(String size) {
      heap = size;
      return this;
    }

    /** A variable of the environment, {@code HADOOP_USER_NAME} for one. */
    public Launch environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /**
     * Starts it as a user who has no name, on a machine whose name has no address, as in a
     * container.
     */
    public Launch nameless() {
      around = NAMELESS;
      return this;
    }

    /**
     * Starts the process.
     *
     * @param folder for what it prints
     * @param arguments of the program
     */
    public NemesisProcess start(Path folder, String... arguments) throws IOException {
      List<String> command = new ArrayList<>(around);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // This JVM has Spark's list from the build.
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(argument -> argument.startsWith("--add-opens"))
          .forEach(command::add);
      if (heap.equals(USUAL_HEAP)) {
        command.addAll(ROOM);
      }
      command.addAll(List.of("-Xmx" + heap, "-Djava.awt.headless=true"));
      command.addAll(SHORT_LIVED);
      Path logging = Shared.projectRoot().resolve("conf/log4j2.properties");
      command.add("-Dlog4j2.configurationFile=" + logging.toUri());
      String classPath =
          LocalCluster.classPath().map(Path::toString).collect(joining(File.pathSeparator));
      command.addAll(List.of("-cp", classPath));
      command.addAll(List.of(Submit.class.getName(), "--class", mainClass));
      command.addAll(sparkOptions);
      command.add("spark-internal"); // Spark's word for: no jar
      command.addAll(List.of(arguments));

      int number = ++started;
      Path out = folder.resolve("nemesis-" + number + ".out");
      Path err = folder.resolve("nemesis-" + number + ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      if (!around.isEmpty()) {
        builder.environment().remove("SPARK_LOCAL_IP"); // or Spark would not ask for the name
      }
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      return new NemesisProcess(process, out, err);
    }
  }

  /**
   * Waits until it ends, for ten minutes at most.
   *
   * @throws AssertionError with what it printed, if it does not end; it is killed then
   */
  public Ended exit() throws IOException, InterruptedException {
    return Ended.await(process, out, err, Duration.ofMinutes(10));
  }

  /** Waits until something is so; if it ends before, that has failed. */
  public void awaitWhileAlive(BooleanSupplier something) throws IOException, InterruptedException {
    while (!something.getAsBoolean()) {
      if (endsWithin(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "It ended too early.%n%s%n%s".formatted(Files.readString(out), Files.readString(err)));
      }
    }
  }

  /** Waits until it ends, but no longer than that; whether it did. */
  public boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
    return process.waitFor(time, unit);
  }

  /** SIGINT, as Ctrl-C sends it. */
  public void interrupt() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
  }

  /** SIGKILL: it gets no chance to tidy up. */
  public void kill() {
    Ended.kill(process);
  }

  @Override
  public void close() {
    kill();
  }
}
