package dev.nemesis.spark.notebook;

import static java.util.stream.Collectors.joining;

import dev.nemesis.error.InputException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** The Java cells of one notebook, evaluated by JShell one after another in this JVM. */
final class JavaCells implements AutoCloseable {
  private static final List<String> IMPORTS =
      List.of(
          "java.util.*",
          "java.util.function.*",
          "java.util.stream.*",
          "org.apache.spark.sql.*",
          "static org.apache.spark.sql.functions.*",
          "org.knowm.xchart.*",
          "static " + Notebook.class.getName() + ".*");

  /** Kinds of snippets whose value is shown: neither declarations nor assignments. */
  private static final Set<SubKind> VALUES =
      EnumSet.of(
          SubKind.VAR_VALUE_SUBKIND,
          SubKind.OTHER_EXPRESSION_SUBKIND,
          SubKind.TEMP_VAR_EXPRESSION_SUBKIND);

  /** Prefix that JShell puts before the names of variables. */
  private static final Pattern SHELLS_CLASS = Pattern.compile("REPL\\.\\$JShell\\$\\w+\\.");

  private final Snippets snippets;
  private final JShell shell;
  private final SourceCodeAnalysis analysis;

  private JavaCells(Snippets snippets, JShell shell) {
    this.snippets = snippets;
    this.shell = shell;
    this.analysis = shell.sourceCodeAnalysis();
  }

  /** Starts JShell, with variable {@code spark} and the imports a notebook wants. */
  static JavaCells start() throws CellError {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Snippets snippets = new Snippets(loader);
    JShell shell = JShell.builder().executionEngine(new InThisJvm(snippets), Map.of()).build();
    classPath(loader).forEach(shell::addToClasspath);
    JavaCells cells = new JavaCells(snippets, shell);
    cells.eval(IMPORTS.stream().map(name -> "import " + name + ";\n").collect(joining()));
    cells.eval("SparkSession spark = SparkSession.active();");
    return cells;
  }

  /**
   * Evaluates a cell.
   *
   * @return the value of its last line, if that has one and ends without a semicolon; else null
   * @throws CellError if it does not compile, or threw
   */
  Object eval(String code) throws CellError {
    List<Snippet> done = new ArrayList<>();
    // JShell counts lines from where a snippet begins, but not its blank ones.
    String rest = code.strip();
    while (!rest.isEmpty()) {
      CompletionInfo next = analysis.analyzeCompletion(rest);
      String source = next.source() == null ? rest : next.source(); // none if it is not complete
      for (SnippetEvent event : shell.eval(source)) {
        check(event);
        if (event.causeSnippet() == null) {
          done.add(event.snippet());
        }
      }
      rest = next.remaining().strip();
    }
    // A method may use what comes after it, but not what never comes.
    for (Snippet snippet : done) {
      if (snippet instanceof DeclarationSnippet declared && isUnfinished(declared)) {
        String missing = shell.unresolvedDependencies(declared).collect(joining(", "));
        throw new CellError("cannot find " + missing + "\n  " + firstLine(declared.source()), null);
      }
    }
    boolean hasValue =
        !done.isEmpty()
            && VALUES.contains(done.get(done.size() - 1).subKind())
            && !code.strip().endsWith(";");
    return hasValue ? snippets.value() : null;
  }

  /** Returns completions of the code at a position; sets {@code anchor[0]} to where they begin. */
  List<String> completions(String code, int at, int[] anchor) {
    return analysis.completionSuggestions(code, at, anchor).stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    shell.close();
  }

  private void check(SnippetEvent event) throws CellError {
    if (event.status() == Status.REJECTED) {
      String source = event.snippet().source();
      throw new CellError(
          shell
              .diagnostics(event.snippet())
              .filter(Diag::isError)
              .map(error -> described(error, source))
              .collect(joining("\n")),
          null);
    }
    if (event.exception() != null) {
      throw thrown(event.exception());
    }
  }

  /** The compiler's words, and the line they are about with a mark below the place. */
  private static String described(Diag error, String source) {
    int at = (int) Math.max(0, Math.min(error.getPosition(), source.length()));
    int start = source.lastIndexOf('\n', at - 1) + 1;
    String line = firstLine(source.substring(start));
    return error
            .getMessage(Locale.ENGLISH)
            .lines()
            .filter(words -> !words.strip().startsWith("location:")) // a class of JShell's
            .collect(joining("\n"))
        + ("\n  " + line + "\n  " + " ".repeat(at - start) + "^");
  }

  private CellError thrown(JShellException e) {
    Throwable cause = e instanceof EvalException ? snippets.thrown() : e;
    StringBuilder text = new StringBuilder();
    if (cause instanceof InputException) {
      text.append(cause.getMessage());
    } else {
      text.append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage());
    }
    Arrays.stream(e.getStackTrace())
        .flatMap(this::lineOfACell)
        .forEach(line -> text.append("\n  at: ").append(line));
    return new CellError(SHELLS_CLASS.matcher(text).replaceAll(""), cause);
  }

  /** JShell calls the file of a snippet {@code #} and its id. */
  private Stream<String> lineOfACell(StackTraceElement frame) {
    String file = String.valueOf(frame.getFileName());
    return file.startsWith("#")
        ? shell
            .snippets()
            .filter(snippet -> snippet.id().equals(file.substring(1)))
            .flatMap(snippet -> snippet.source().lines().skip(frame.getLineNumber() - 1L).limit(1))
            .map(String::strip)
        : Stream.of();
  }

  private boolean isUnfinished(DeclarationSnippet snippet) {
    return EnumSet.of(Status.RECOVERABLE_DEFINED, Status.RECOVERABLE_NOT_DEFINED)
        .contains(shell.status(snippet));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Returns the class path that {@code spark-submit} added to the JVM's own. */
  private static List<String> classPath(ClassLoader loader) {
    List<String> paths = new ArrayList<>();
    for (ClassLoader next = loader; next != null; next = next.getParent()) {
      if (next instanceof URLClassLoader urls) {
        for (URL url : urls.getURLs()) {
          try {
            paths.add(Path.of(url.toURI()).toString());
          } catch (URISyntaxException e) {
            throw new IllegalStateException("A class path of Spark's that is none: " + url, e);
          }
        }
      }
    }
    return paths;
  }

  /** Where JShell's snippets run. */
  private record InThisJvm(Snippets snippets) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "this JVM";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return snippets;
    }
  }
}
