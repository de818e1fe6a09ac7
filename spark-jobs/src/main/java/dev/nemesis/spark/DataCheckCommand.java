package dev.nemesis.spark;

import dev.nemesis.data.catalogue.DatasetCheck;
import dev.nemesis.data.catalogue.DatasetCheck.Problem;
import dev.nemesis.data.catalogue.DeclaredDatasets;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis data check}. */
@Command(
    name = "check",
    description = {
      "Counts classes and images beside what is declared (the paper's table A1), and looks for "
          + "files that are missing, cannot be decoded or are left out, images listed twice and labels "
          + "without images.",
      "Exit code 1 if anything is wrong, 2 if a dataset cannot be read at all."
    })
final class DataCheckCommand implements Callable<Integer> {
  /** More change little in the progress line and cost time. */
  private static final int IMAGES_A_LINE = 100;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Datasets; default: every declared one whose folder is there.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--quick", description = "Decode no image.")
  private boolean quick;

  @Option(names = "--all", description = "List every problem, not only the first of a kind.")
  private boolean all;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Images decoded at once; default: as many as there are cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private DataRootOption rootOption;
  @Mixin private DataOptions data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    BenchModel.atLeast(1, "--threads", threads);
    String root = rootOption.required();
    DeclaredDatasets declared = data.declared();
    List<String> chosen = chosen(declared, root);
    PrintWriter to = spec.commandLine().getOut();
    DataCheckTable table = new DataCheckTable(to, chosen, all);
    table.header();
    boolean wrong = false;
    boolean unusable = false;
    for (String name : chosen) {
      DatasetCheck check;
      try {
        check = declared.check(name, root);
      } catch (InputException e) { // the others are worth a look all the same
        table.unusable(name, e.getMessage());
        unusable = true;
        continue;
      }
      List<Problem> problems = new ArrayList<>(check.ofLists());
      if (!quick) {
        problems.addAll(decode(check));
      }
      wrong |= table.line(check, declared.declared(name), problems);
    }
    if (quick) {
      to.println("No image was decoded (--quick).");
    }
    to.flush();
    return unusable ? Nemesis.BAD_INPUT : wrong ? Nemesis.FAILED : 0;
  }

  private List<Problem> decode(DatasetCheck check) {
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    long total = check.images();
    List<Problem> problems =
        check.decode(
            threads,
            done -> {
              if (done % IMAGES_A_LINE == 0 || done == total) {
                progress.accept(
                    String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d images decoded",
                        check.dataset(),
                        done,
                        total));
              }
            });
    progress.clear();
    return problems;
  }

  private List<String> chosen(DeclaredDatasets declared, String root) {
    for (String name : names) {
      if (!declared.names().contains(name)) {
        throw InputException.cannot(
            ErrorCode.DATASET,
            "find a declared dataset called %s%s (declared: %s)"
                .formatted(
                    name,
                    Nearest.hint(name, declared.names()),
                    String.join(", ", declared.names())));
      }
    }
    if (!names.isEmpty()) {
      return names;
    }
    List<String> found =
        declared.names().stream().filter(name -> declared.isBelow(name, root)).toList();
    if (found.isEmpty()) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "find a dataset in "
              + root
              + ": no declared one has its folder there; 'nemesis data list' tells their folders");
    }
    return found;
  }
}
