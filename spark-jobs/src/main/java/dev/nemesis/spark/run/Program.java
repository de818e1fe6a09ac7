package dev.nemesis.spark.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.Declarations;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.feature.Assets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/** Version and environment of this program, for the record. */
public final class Program {
  private Program() {}

  /** Version and commit in the jar's manifest; "development" where classes run unpacked. */
  public static String version() {
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
   * Origin of a result, as far as it is known before the result is computed.
   *
   * @param grid SHA-256 of the grid file; null without one
   * @param weights SHA-256 of the weights
   * @param weightsConfig what their tensors do not tell, in words
   * @param dataset SHA-256 of the dataset; null without one
   * @param bundle id; null without one
   */
  public record Origin(
      String grid, String weights, String weightsConfig, String dataset, String bundle) {
    /** Returns the origin of results on a dataset of a grid. */
    static Origin of(String grid, Assets assets, String dataset, String bundle) {
      return new Origin(
          grid,
          assets.clipWeights().digest(),
          assets.configuration(),
          assets.dataset(dataset).digest(),
          bundle);
    }
  }

  /** Returns the provenance of a result that this JVM finishes now. */
  public static Provenance provenance(Origin origin, Device device, Instant started) {
    return new Provenance(
        version(),
        origin.grid(),
        origin.weights(),
        origin.dataset(),
        origin.bundle(),
        device.toString(),
        host(),
        Engine.getDjlVersion(),
        Engine.getEngine("PyTorch").getVersion(),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        System.getProperty("java.version"),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")),
        started.toString(),
        Instant.now().toString(),
        List.of(),
        origin.weightsConfig(),
        null);
  }

  /**
   * Returns the jars that brought a cell's method or loss, each {@code FILE SHA-256}.
   *
   * @throws IOException if one can no longer be read
   */
  static List<String> jars(Cell cell) throws IOException {
    List<String> jars = new ArrayList<>();
    for (URI source : Declarations.broughtBy(cell)) {
      Path file = Path.of(source);
      if (Files.isRegularFile(file)) { // else classes run unpacked, as this program's may
        jars.add(file.getFileName() + " " + DigestUtils.sha256Hex(Files.readAllBytes(file)));
      }
    }
    return jars;
  }
}
