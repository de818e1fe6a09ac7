package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Datasets in CoOp's folder layout, each declared in a YAML file. */
final class DeclaredDatasets implements DatasetProvider {
  /** The files of {@code conf/datasets}; a test holds the two together. */
  static final List<String> STANDARD =
      List.of(
          "caltech101",
          "clothing",
          "dtd",
          "eurosat",
          "food101",
          "oxford_flowers",
          "oxford_pets",
          "stanford_cars",
          "sun397",
          "ucf101");

  private final Map<String, DatasetDeclaration> byName;

  private DeclaredDatasets(Map<String, DatasetDeclaration> byName) {
    this.byName = byName;
  }

  /** Those declared in {@code conf/datasets}, which core's jar carries. */
  static DeclaredDatasets standard() {
    Map<String, DatasetDeclaration> byName = new TreeMap<>();
    for (String name : STANDARD) {
      String resource = "/conf/datasets/" + name + ".yaml";
      try (InputStream stream = DeclaredDatasets.class.getResourceAsStream(resource)) {
        if (stream == null) {
          throw new IllegalStateException("Cannot find " + resource + " in the jar");
        }
        add(byName, DatasetDeclaration.read(stream, resource), resource);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new DeclaredDatasets(byName);
  }

  /** Those declared by the {@code *.yaml} files of a folder. */
  static DeclaredDatasets in(Path folder) {
    Map<String, DatasetDeclaration> byName = new TreeMap<>();
    try {
      FileSystem files = folder.getFileSystem(new Configuration());
      FileStatus[] listing = files.listStatus(folder);
      Arrays.sort(listing);
      for (FileStatus file : listing) {
        if (file.isFile() && file.getPath().getName().endsWith(".yaml")) {
          try (InputStream stream = files.open(file.getPath())) {
            String name = file.getPath().toString();
            add(byName, DatasetDeclaration.read(stream, name), name);
          }
        }
      }
    } catch (FileNotFoundException e) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "find the folder of dataset declarations " + folder + ": there is no such folder",
          e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "read dataset declarations in " + folder + ": " + e.getMessage(), e);
    }
    return new DeclaredDatasets(byName);
  }

  @Override
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  @Override
  public Dataset open(String name, String dataRoot) {
    if (dataRoot == null || dataRoot.isBlank()) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "open the dataset %s: say in which folder its folder %s lies"
              .formatted(name, byName.get(name).folder()));
    }
    return byName.get(name).open(new Path(dataRoot));
  }

  private static void add(
      Map<String, DatasetDeclaration> byName, DatasetDeclaration declared, String file) {
    if (byName.put(declared.name(), declared) != null) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "use the dataset declaration %s: another in its folder has the name %s too"
              .formatted(file, declared.name()));
    }
  }
}
