package dev.nemesis.spark.table;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.LocalTempView$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CompoundPlanStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.command.CreateViewCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;

/**
 * Queries that can only read, whatever a user writes: what they would do is told from Spark's plan
 * of them, before any of it is done. Beside queries there may be what describes and explains, and
 * views of this session; nothing that writes a file, changes a setting, or calls Java or another
 * program.
 */
final class ReadOnlyQuery {
  /** Class name prefixes of commands that change nothing. */
  private static final List<String> HARMLESS = List.of("Describe", "Show", "Explain");

  private ReadOnlyQuery() {}

  /**
   * The answer to a query; nothing is computed yet.
   *
   * @throws InputException if it would do more than read
   */
  static Dataset<Row> ask(SparkSession session, String query) throws Exception {
    var spark = (org.apache.spark.sql.classic.SparkSession) session;
    LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(query);
    // These are run while they are analysed.
    nodes(parsed, node -> refuseIf(isScript(node), node.nodeName()));
    LogicalPlan analyzed =
        spark.sessionState().executePlan(parsed, CommandExecutionMode.SKIP()).analyzed();
    check(analyzed);
    return org.apache.spark.sql.classic.Dataset$.MODULE$.ofRows(spark, analyzed);
  }

  /**
   * Makes sure that rows can be computed by reading alone.
   *
   * @throws InputException if not
   */
  static Dataset<Row> require(Dataset<Row> rows) {
    check(((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed());
    return rows;
  }

  private static void check(LogicalPlan analyzed) {
    nodes(
        analyzed,
        node -> {
          refuseIf(node instanceof Command && !isHarmless(node), node.nodeName());
          refuseIf(node instanceof ScriptTransformation, "TRANSFORM ... USING");
          expressions(
              node,
              expression ->
                  refuseIf(
                      expression instanceof CallMethodViaReflection, "a call of a Java method"));
        });
  }

  private static void refuseIf(boolean isMore, String what) {
    if (isMore) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "run this query: "
              + what
              + " does more than read; give SELECT, VALUES, DESCRIBE, SHOW, EXPLAIN, or CREATE"
              + " TEMPORARY VIEW ... AS SELECT");
    }
  }

  private static boolean isScript(LogicalPlan node) {
    return node instanceof UnresolvedExecuteImmediate || node instanceof CompoundPlanStatement;
  }

  private static boolean isHarmless(LogicalPlan command) {
    return command instanceof CreateViewCommand view
        ? view.viewType() == LocalTempView$.MODULE$
        : HARMLESS.stream().anyMatch(command.getClass().getSimpleName()::startsWith);
  }

  /** All nodes of a plan, those of its subqueries and of what it explains or defines too. */
  private static void nodes(LogicalPlan plan, Consumer<LogicalPlan> each) {
    Deque<LogicalPlan> open = new ArrayDeque<>(List.of(plan));
    while (!open.isEmpty()) {
      LogicalPlan node = open.pop();
      each.accept(node);
      open.addAll(asJava(node.children()));
      asJava(node.innerChildren())
          .forEach(
              inner -> {
                if (inner instanceof LogicalPlan nested) {
                  open.add(nested);
                }
              });
      if (node instanceof ExplainCommand explain) {
        open.add(explain.logicalPlan());
      } else if (node instanceof CreateViewCommand view) {
        open.add(view.plan());
      }
      expressions(
          node,
          expression -> {
            if (expression instanceof SubqueryExpression subquery) {
              open.add(subquery.plan());
            }
          });
    }
  }

  private static void expressions(LogicalPlan node, Consumer<Expression> each) {
    Deque<Expression> open = new ArrayDeque<>(asJava(node.expressions()));
    while (!open.isEmpty()) {
      Expression expression = open.pop();
      each.accept(expression);
      open.addAll(asJava(expression.children()));
    }
  }
}
