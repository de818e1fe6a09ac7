package dev.nemesis.spark.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.feature.Assets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;

/** What this program is and where it runs, for the record. */
public final class Program {
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

  /**
   * What a result of this JVM comes from, finished now.
   *
   * @param dataset it was trained or tested on
   */
  static Provenance provenance(Assets assets, String dataset, Device device, Instant started) {
    return provenance(
        assets.clipWeights().digest(), assets.dataset(dataset).digest(), device, started);
  }

  /**
   * The same, of weights and a dataset by their digests.
   *
   * @param datasetDigest null where there was none
   */
  public static Provenance provenance(
      String weightsDigest, String datasetDigest, Device device, Instant started) {
    return new Provenance(
        version(),
        weightsDigest,
        datasetDigest,
        device.toString(),
        host(),
        Engine.getDjlVersion(),
        Engine.getEngine("PyTorch").getVersion(),
        System.getProperty("java.version"),
        started.toString(),
        Instant.now().toString(),
        List.of());
  }
}
