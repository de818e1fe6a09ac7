package dev.nemesis.spark.session;

import static dev.nemesis.error.InputException.cannot;

import dev.nemesis.error.ErrorCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.ExternalClusterManager;
import scala.Tuple2;

/**
 * Whether a Spark master can be used, seen before Spark is started: Spark says it late (a minute
 * for a standalone master that is not there), at length, or not at all.
 */
final class Masters {
  private static final int MILLIS_TO_CONNECT = 3000;
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(\\*|0*[1-9]\\d*)(\\s*,\\s*\\d+)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*\\d+\\s*,\\s*\\d+\\s*]");
  private static final Pattern RESOURCE =
      Pattern.compile("spark\\.(executor|task)\\.resource\\.[^.]+\\.amount");
  private static final String STANDALONE = "spark://";

  private Masters() {}

  /**
   * Looks at {@code spark.master} and what is asked of it.
   *
   * @throws dev.nemesis.error.InputException if Spark could not parse it, nobody listens there, or
   *     it lacks the requested resources
   */
  static void check(SparkConf conf) {
    String master = conf.get("spark.master");
    if (LOCAL.matcher(master).matches()) {
      checkNothingIsAskedOfLocal(master, conf);
    } else if (master.startsWith(STANDALONE)) {
      checkSomebodyListens(master);
    } else if (!LOCAL_CLUSTER.matcher(master).matches()) {
      checkManaged(master, conf, System.getenv());
    }
  }

  private static void checkNothingIsAskedOfLocal(String master, SparkConf conf) {
    for (Tuple2<String, String> setting : conf.getAll()) {
      if (RESOURCE.matcher(setting._1).matches() && asksForSome(setting._1, setting._2)) {
        throw cannot(
            ErrorCode.ARGUMENT,
            "run with %s=%s on the master %s, which has none to give; leave it out, or name a"
                    .formatted(setting._1, setting._2, master)
                + " cluster with --master");
      }
    }
  }

  private static boolean asksForSome(String key, String amount) {
    try {
      return new BigDecimal(amount.strip()).signum() > 0;
    } catch (NumberFormatException e) {
      throw cannot(ErrorCode.ARGUMENT, "use %s=%s: it is a number".formatted(key, amount), e);
    }
  }

  /** Checks that one of the addresses of a master and its standbys answers. */
  private static void checkSomebodyListens(String master) {
    InetSocketAddress[] addresses =
        Arrays.stream(master.substring(STANDALONE.length()).split(",", -1))
            .map(address -> address(master, address))
            .toArray(InetSocketAddress[]::new);
    String why = "";
    for (InetSocketAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(address, MILLIS_TO_CONNECT);
        return;
      } catch (UnknownHostException e) {
        why = "there is no host " + address.getHostString();
      } catch (IOException e) {
        why = e.getMessage();
      }
    }
    throw cannot(
        ErrorCode.ARGUMENT,
        "reach the Spark master %s: %s; start it (here: submit/local-cluster start) or name another"
                .formatted(master, why)
            + " with --master");
  }

  private static InetSocketAddress address(String master, String address) {
    try {
      URI uri = URI.create(STANDALONE + address);
      if (uri.getHost() != null && uri.getPort() > 0 && uri.getUserInfo() == null) {
        String rest = uri.getPath() + uri.getQuery() + uri.getFragment();
        if (rest.equals("nullnull")) {
          return new InetSocketAddress(uri.getHost(), uri.getPort());
        }
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for an address that lacks its port.
    }
    throw cannot(
        ErrorCode.ARGUMENT, "use the Spark master " + master + ": it is spark://HOST:PORT[,...]");
  }

  private static void checkManaged(String master, SparkConf conf, Map<String, String> environment) {
    // A driver that YARN has started is told by YARN.
    boolean started = conf.get("spark.submit.deployMode", "client").equals("cluster");
    if (master.equals("yarn")
        && !started
        && !environment.containsKey("HADOOP_CONF_DIR")
        && !environment.containsKey("YARN_CONF_DIR")) {
      throw cannot(
          ErrorCode.ARGUMENT,
          "use the Spark master yarn: neither HADOOP_CONF_DIR nor YARN_CONF_DIR is set; one names"
              + " the folder of the cluster's yarn-site.xml");
    }
    for (ExternalClusterManager manager : ServiceLoader.load(ExternalClusterManager.class)) {
      if (manager.canCreate(master)) {
        return;
      }
    }
    boolean known = master.equals("yarn") || master.startsWith("k8s://");
    throw cannot(
        ErrorCode.ARGUMENT,
        known
            ? "use the Spark master %s: this Spark was built without it; set SPARK_HOME to one with"
                    .formatted(master)
                + " it"
            : "use the Spark master %s: it is local[N], spark://HOST:PORT, yarn or k8s://URL"
                .formatted(master));
  }
}
