package dev.nemesis.spark;

import dev.nemesis.data.catalogue.Catalogue;
import dev.nemesis.data.catalogue.DeclaredDatasets;
import dev.nemesis.data.mini.MiniProvider;
import dev.nemesis.file.Location;
import dev.nemesis.spark.session.Sessions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** Which datasets there are; needs no Spark. */
final class DataOptions {
  @Option(
      names = "--data-declarations",
      paramLabel = "DIR",
      description = "Folder with declarations of further datasets.")
  private String declarations;

  /** Its name in earlier versions. */
  @Option(names = "--declarations", hidden = true)
  void declarations(String earlier) {
    declarations = earlier;
  }

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description =
          "A Spark setting, such as spark.hadoop.fs.s3a.access.key; several may be given.")
  private Map<String, String> conf = new LinkedHashMap<>();

  private Configuration hadoop() {
    return Sessions.hadoop(conf);
  }

  /** Returns the declared datasets: the standard ones and those of the given folder. */
  DeclaredDatasets declared() {
    DeclaredDatasets standard = DeclaredDatasets.standard(hadoop());
    return declarations == null
        ? standard
        : standard.with(DeclaredDatasets.in(Location.path(declarations), hadoop()));
  }

  /** Returns the catalogue of the declared and the mini datasets. */
  Catalogue catalogue() {
    return Catalogue.standard(hadoop()).with(new MiniProvider()).with(declared());
  }
}
