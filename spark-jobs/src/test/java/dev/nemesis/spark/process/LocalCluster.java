package dev.nemesis.spark.process;

import dev.nemesis.testing.Shared;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real standalone cluster, started by {@code submit/local-cluster} with the jars of this JVM's
 * class path. What lies in folders (this build's classes, in the test phase) its executors have
 * from {@link #EXECUTOR_CLASSES}.
 */
public final class LocalCluster implements AutoCloseable {
  /** For {@code spark.executor.extraClassPath}: the folders of this JVM's class path. */
  public static final String EXECUTOR_CLASSES =
      classPath()
          .filter(Files::isDirectory)
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));

  private final Path folder;
  private final String masterUrl;

  private LocalCluster(Path folder, String masterUrl) {
    this.folder = folder;
    this.masterUrl = masterUrl;
  }

  /**
   * Starts one on any free port.
   *
   * @param folder for its files; empty
   * @param options of {@code submit/local-cluster start}
   */
  public static LocalCluster start(Path folder, String... options) {
    Ended started =
        script(folder, "start", Stream.concat(Stream.of("--port", "0"), Stream.of(options)));
    if (started.code() != 0) {
      throw new IllegalStateException("The cluster does not start: " + started.err());
    }
    return new LocalCluster(folder, started.out().strip());
  }

  /** The script's answer, for the cluster in a folder. */
  static Ended script(Path folder, String command, Stream<String> options) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Stream.concat(
                      Stream.of(
                          Shared.projectRoot().resolve("submit/local-cluster").toString(),
                          command,
                          "--dir",
                          folder.resolve("cluster").toString()),
                      options)
                  .toList());
      builder.environment().put("NEMESIS_JARS", jars(folder).toString());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      return Ended.run(builder, folder, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What {@code --master} takes. */
  public String masterUrl() {
    return masterUrl;
  }

  /** The processes of all executors that live now. */
  public List<ProcessHandle> executors() {
    return workers().flatMap(ProcessHandle::children).filter(LocalCluster::isJava).toList();
  }

  /** Kills an executor as a machine's failure would: SIGKILL, and it is gone. */
  public void killExecutor(ProcessHandle executor) {
    executor.destroyForcibly();
    executor.onExit().join();
  }

  @Override
  public void close() {
    script(folder, "stop", Stream.of());
  }

  private Stream<ProcessHandle> workers() {
    try (Stream<Path> pids = Files.list(folder.resolve("cluster/pids"))) {
      return pids
          .filter(file -> file.getFileName().toString().startsWith("worker-"))
          .map(LocalCluster::pid)
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long pid(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that a worker starts for long is executors; what looks for GPUs is a shell. */
  static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("java")).isPresent();
  }

  private static Path jars(Path folder) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    for (Path jar : classPath().filter(Files::isRegularFile).toList()) {
      Path link = jars.resolve(jar.getFileName());
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
    }
    return jars;
  }

  /** This JVM's, without the HDFS of tests: what it starts has what a user has. */
  static Stream<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("hadoop-client-minicluster"))
        .map(entry -> Path.of(entry).toAbsolutePath());
  }
}
