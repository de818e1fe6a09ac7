package dev.nemesis.spark;

import dev.nemesis.data.catalogue.DeclaredDataset;
import dev.nemesis.data.catalogue.DeclaredDatasets;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemesis data list}. */
@Command(name = "list", description = "Lists the declared datasets and what declares them.")
final class DataListCommand implements Callable<Integer> {
  @Mixin private DataOptions data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter to = spec.commandLine().getOut();
    DeclaredDatasets declared = data.declared();
    List<DeclaredDataset> all = declared.names().stream().map(declared::declared).toList();
    int name = width(all.stream().map(DeclaredDataset::name).toList());
    String format = "%-" + name + "s  %-16s  %-16s  %-22s  %s%n";
    to.printf(format, "name", "title", "reader", "folder", "declared in");
    all.forEach(
        one -> to.printf(format, one.name(), one.title(), one.reader(), one.folder(), one.file()));
    to.flush();
    return 0;
  }

  static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(1);
  }
}
