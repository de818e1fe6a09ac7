package dev.nemesis.data.catalogue;

import dev.nemesis.data.Dataset;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The datasets a grid file can name. */
public final class Catalogue {
  private final List<DatasetProvider> providers; // of two with one name the first has it
  private final Configuration hadoop;

  private Catalogue(List<DatasetProvider> providers, Configuration hadoop) {
    this.providers = List.copyOf(providers);
    this.hadoop = hadoop;
  }

  /**
   * The datasets the project brings.
   *
   * @param hadoop how to reach files: keys of object stores, HDFS's settings
   */
  public static Catalogue standard(Configuration hadoop) {
    return new Catalogue(List.of(DeclaredDatasets.standard(hadoop)), hadoop);
  }

  /**
   * This catalogue and a user's own declarations, {@code *.yaml} in a folder; they win over
   * standard ones of the same name.
   */
  public Catalogue with(Path folder) {
    return with(DeclaredDatasets.in(folder, hadoop));
  }

  /** This catalogue and another family of datasets, which wins over those of the same name. */
  public Catalogue with(DatasetProvider provider) {
    return new Catalogue(Stream.concat(Stream.of(provider), providers.stream()).toList(), hadoop);
  }

  /** Every name, in alphabetical order. */
  public List<String> names() {
    return providers.stream().flatMap(p -> p.names().stream()).distinct().sorted().toList();
  }

  /**
   * Opens a dataset and checks that every image it lists is there.
   *
   * @param name as grid files name it
   * @param dataRoot the folder or URI below which dataset folders lie; may be null for drawn ones
   * @throws InputException if the name is unknown, or files are missing or malformed
   */
  public Dataset open(String name, String dataRoot) {
    return provider(name).open(name, dataRoot);
  }

  /**
   * Returns the name of a dataset in tables and figures.
   *
   * @throws InputException if the name is unknown
   */
  public String title(String name) {
    return provider(name).title(name);
  }

  /**
   * A dataset as its declaration says it should be, made of its counts alone: no file is looked at.
   * Classes are called {@code class 17}, images are spread evenly over them and cannot be read, and
   * the digest is none that a real dataset has. Drawn datasets are as they are.
   *
   * @throws InputException if the name is unknown, or no counts are declared
   */
  public Dataset assumed(String name) {
    return provider(name).assumed(name);
  }

  /**
   * Whether a dataset lies below a data root; drawn ones do not.
   *
   * @throws InputException if the name is unknown
   */
  public boolean needsRoot(String name) {
    return provider(name).needsRoot();
  }

  private DatasetProvider provider(String name) {
    return providers.stream()
        .filter(provider -> provider.names().contains(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private InputException unknown(String name) {
    String known = String.join(", ", names());
    return InputException.cannot(
        ErrorCode.DATASET,
        "find a dataset called %s%s (known: %s; those of your own by data.declarations, a folder of"
                .formatted(name, Nearest.hint(name, names()), known)
            + " declarations)");
  }
}
