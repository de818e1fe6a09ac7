package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** The datasets a grid file can name. */
public final class Catalogue {
  private final List<DatasetProvider> providers; // of two with one name the first has it

  private Catalogue(List<DatasetProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** The datasets the project brings. */
  public static Catalogue standard() {
    return new Catalogue(List.of(DeclaredDatasets.standard()));
  }

  /**
   * This catalogue and a user's own declarations, {@code *.yaml} in a folder; they win over
   * standard ones of the same name.
   */
  public Catalogue with(Path folder) {
    return with(DeclaredDatasets.in(folder));
  }

  /** This catalogue and another family of datasets, which wins over those of the same name. */
  public Catalogue with(DatasetProvider provider) {
    return new Catalogue(Stream.concat(Stream.of(provider), providers.stream()).toList());
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
    return providers.stream()
        .filter(provider -> provider.names().contains(name))
        .findFirst()
        .orElseThrow(() -> unknown(name))
        .open(name, dataRoot);
  }

  public Dataset supposed(String name) {
    return open(name, null);
  }

  public boolean needsRoot(String name) {
    return false;
  }

  private InputException unknown(String name) {
    String known = String.join(", ", names());
    return InputException.cannot(
        ErrorCode.DATASET,
        "find a dataset called %s%s (known: %s)"
            .formatted(name, Nearest.hint(name, names()), known));
  }
}
