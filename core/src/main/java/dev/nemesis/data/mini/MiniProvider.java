package dev.nemesis.data.mini;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.catalogue.DatasetProvider;
import java.util.List;
import java.util.stream.Stream;

/** The mini datasets and variants as one family of the catalogue; they need no folder. */
public final class MiniProvider implements DatasetProvider {
  @Override
  public List<String> names() {
    return Stream.concat(MiniDatasets.names().stream(), MiniDatasets.variants().stream()).toList();
  }

  @Override
  public Dataset open(String name, String dataRoot) {
    return MiniDatasets.open(name);
  }
}
