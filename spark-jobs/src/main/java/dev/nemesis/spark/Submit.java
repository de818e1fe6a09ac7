package dev.nemesis.spark;

import org.apache.spark.SparkException;
import org.apache.spark.deploy.SparkSubmit;

/**
 * Spark's {@code spark-submit}, as {@code submit/nemesis} runs it, but what it refuses before the
 * program starts (a master, a properties file) is one line as the program's own is.
 */
public final class Submit {
  private Submit() {}

  /**
   * Submits an application; exit code 2 if Spark cannot use the options.
   *
   * @param args as for {@code spark-submit}
   */
  public static void main(String[] args) {
    try {
      SparkSubmit.main(args);
    } catch (Exception e) {
      if (!isRefusal(e)) {
        throw e;
      }
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      System.err.println(
          "Cannot submit to Spark: "
              + why.replaceFirst("^requirement failed: ", "")
              + (why.contains("may not have been compiled")
                  ? " Set SPARK_HOME to one that has."
                  : "")
              + " (given: "
              + options(args)
              + ")");
      System.exit(Nemesis.BAD_INPUT);
    }
  }

  /** Spark's way to say that options are wrong; what went wrong later has a cause. */
  private static boolean isRefusal(Exception e) {
    return e.getCause() == null
        && (e instanceof SparkException || e instanceof IllegalArgumentException);
  }

  private static String options(String[] args) {
    StringBuilder given = new StringBuilder();
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals("--master") || args[i].equals("--properties-file")) {
        given.append(given.isEmpty() ? "" : " ").append(args[i]).append(' ').append(args[i + 1]);
      }
    }
    return given.isEmpty() ? "no --master, no --properties-file" : given.toString();
  }
}
