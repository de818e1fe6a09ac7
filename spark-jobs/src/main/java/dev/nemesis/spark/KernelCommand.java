package dev.nemesis.spark;

import dev.nemesis.spark.notebook.NotebookKernel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nemesis kernel}, which Jupyter starts. */
@Command(
    name = "kernel",
    hidden = true,
    description = "Answers the cells of a Jupyter notebook; see submit/notebook.")
final class KernelCommand implements Callable<Integer> {
  @Mixin private SparkOptions sparkOptions;

  @Option(
      names = "--connection",
      required = true,
      paramLabel = "FILE",
      description = "The file in which Jupyter says where it listens.")
  private Path connection;

  @Override
  public Integer call() throws Exception {
    ProcessHandle.current().parent().ifPresent(KernelCommand::endWith);
    try (SparkSession spark = sparkOptions.open();
        NotebookKernel kernel = NotebookKernel.of(spark)) {
      kernel.serve(connection);
    }
    return 0;
  }

  /** Jupyter ends its kernels, but where it is killed nobody would. */
  private static void endWith(ProcessHandle jupyter) {
    Thread watch =
        new Thread(
            () -> {
              jupyter.onExit().join();
              Runtime.getRuntime().halt(0);
            },
            "nemesis-kernel-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
