package dev.nemesis.spark.notebook;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.table.Queries;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Jupyter kernel: cells in Java and, where the first line is {@code %%sql}, in Spark SQL over the
 * tables of the output folder that a cell has opened ({@link Notebook#open(String)}); {@code %%sql
 * NAME} keeps the answer as a table of that name.
 */
public final class NotebookKernel extends BaseKernel implements AutoCloseable {
  private static final Pattern SQL = Pattern.compile("\\s*%%sql\\b(.*)", Pattern.DOTALL);

  /** Rest of a {@code %%sql} cell whose first line names the table to keep the answer as. */
  private static final Pattern KEPT = Pattern.compile("[ \t]+(\\w+)[ \t]*\\R(.*)", Pattern.DOTALL);

  private final SparkSession spark;
  private final JavaCells java;
  private final Map<String, Dataset<Row>> kept = new HashMap<>();

  private NotebookKernel(SparkSession spark, JavaCells java) {
    this.spark = spark;
    this.java = java;
  }

  /**
   * Makes the kernel of one notebook.
   *
   * @param spark the session that answers; the active one of this JVM
   */
  public static NotebookKernel of(SparkSession spark) {
    try {
      return new NotebookKernel(spark, JavaCells.start());
    } catch (CellError e) {
      throw new IllegalStateException("JShell does not know the classes of this program", e);
    }
  }

  /**
   * Answers one Jupyter until it says that the notebook is closed.
   *
   * @param connection the file in which Jupyter says where it listens
   * @throws InputException if it is not such a file
   */
  public void serve(Path connection) throws GeneralSecurityException {
    KernelConnectionProperties properties;
    try {
      properties = KernelConnectionProperties.parse(Files.readString(connection));
    } catch (IOException | RuntimeException e) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "read connection file " + connection + "; Jupyter writes it, see submit/notebook",
          e);
    }
    JupyterConnection jupyter = new JupyterConnection(properties);
    becomeHandlerForConnection(jupyter);
    jupyter.connect();
    jupyter.waitUntilClose();
  }

  /**
   * Evaluates a cell.
   *
   * @return what shows below it; null if nothing
   * @throws CellError if it does not compile, or threw
   * @throws InputException if Spark does not accept a query, or cannot compute it
   */
  @Override
  public DisplayData eval(String code) throws CellError {
    Jobs.describe(spark.sparkContext(), "notebook: " + code.strip().lines().findFirst().orElse(""));
    Matcher query = SQL.matcher(code);
    if (query.matches()) {
      Matcher kept = KEPT.matcher(query.group(1));
      return Shown.of(
          kept.matches() ? keep(kept.group(1), kept.group(2)) : Notebook.sql(query.group(1)));
    }
    if (code.stripLeading().startsWith("%")) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "run " + code.strip().split("\\s", 2)[0] + ": a cell is Java, or begins with %%sql");
    }
    return Shown.of(java.eval(code));
  }

  /** Computes an answer once, for later cells to ask in their turn; an earlier one goes. */
  private String keep(String name, String query) {
    Dataset<Row> earlier = kept.remove(name);
    if (earlier != null) {
      earlier.unpersist();
    }
    Dataset<Row> rows = Notebook.sql(query).cache();
    String count = Queries.answer(rows.groupBy().count()).get(1)[0];
    rows.createOrReplaceTempView(name);
    kept.put(name, rows);
    return name + ": " + count + " rows";
  }

  @Override
  public List<String> formatError(Exception e) {
    boolean isForItsWriter = e instanceof CellError || e instanceof InputException;
    return isForItsWriter ? e.getMessage().lines().toList() : super.formatError(e);
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    if (SQL.matcher(code).matches()) {
      return null;
    }
    int[] start = new int[1];
    return new ReplacementOptions(java.completions(code, at, start), start[0], at);
  }

  /** Jupyter's button: what Spark computes is given up, Java itself cannot be stopped. */
  @Override
  public void interrupt() {
    spark.sparkContext().cancelAllJobs();
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("Java")
        .version(String.valueOf(Runtime.version().feature()))
        .mimetype("text/x-java-source")
        .fileExtension(".java")
        .pygments("java")
        .codemirror("text/x-java")
        .build();
  }

  @Override
  public void close() {
    java.close();
  }
}
