package dev.nemesis.spark.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this program is and where it runs, for the record. */
final class Program {
  private Program() {}

  /** The version in the jar's manifest; "development" where classes run unpacked. */
  static String version() {
    String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The machine's name. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
