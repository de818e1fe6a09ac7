package dev.nemesis.spark;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.session.Sessions;
import java.io.File;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.security.UserGroupInformation;
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
    nameUser();
    try {
      Sessions.nameHost(isLocal(args));
      SparkSubmit.main(args);
    } catch (InputException e) {
      System.err.println(e.getMessage());
      System.exit(Nemesis.BAD_INPUT);
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

  /**
   * Gives a user without an entry in the password file, as containers have them, what Hadoop and
   * Ivy look for there: a name and a home.
   */
  private static void nameUser() {
    if (!new File(System.getProperty("user.home")).isAbsolute()) {
      String home = System.getenv("HOME");
      boolean usable = home != null && new File(home).isAbsolute();
      System.setProperty("user.home", usable ? home : System.getProperty("java.io.tmpdir"));
    }
    if (System.getProperty("user.name").equals("?")) {
      String name = Objects.requireNonNullElse(System.getenv("HADOOP_USER_NAME"), "nobody");
      System.setProperty("user.name", name);
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
  }

  /** Whether the options say so; what is in a file of settings is not known yet. */
  private static boolean isLocal(String[] args) {
    List<String> given = List.of(args);
    int master = given.indexOf("--master");
    return master >= 0
        ? master + 1 < args.length && args[master + 1].startsWith("local")
        : !given.contains("--properties-file");
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
