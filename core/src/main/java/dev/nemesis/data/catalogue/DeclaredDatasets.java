package dev.nemesis.data.catalogue;

import dev.nemesis.data.Dataset;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.file.RefusedFileException;
import dev.nemesis.file.RegularFile;
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

/** Datasets on disk, each declared in a YAML file. */
public final class DeclaredDatasets implements DatasetProvider {
  /** The files of {@code conf/datasets}; a test holds the two together. */
  static final List<String> STANDARD =
      List.of(
          "caltech101",
          "clothing",
          "dtd",
          "eurosat",
          "fgvc_aircraft",
          "food101",
          "imagenet",
          "imagenet_a",
          "imagenet_r",
          "imagenet_sketch",
          "imagenetv2",
          "oxford_flowers",
          "oxford_pets",
          "stanford_cars",
          "sun397",
          "ucf101");

  private final Map<String, DatasetDeclaration> byName;
  private final Configuration hadoop;

  private DeclaredDatasets(Map<String, DatasetDeclaration> byName, Configuration hadoop) {
    this.byName = byName;
    this.hadoop = hadoop;
  }

  /**
   * Returns the datasets declared in {@code conf/datasets}, which core's jar carries.
   *
   * @param hadoop how to reach their files
   */
  public static DeclaredDatasets standard(Configuration hadoop) {
    Map<String, DatasetDeclaration> byName = new TreeMap<>();
    for (String name : STANDARD) {
      String resource = "/conf/datasets/" + name + ".yaml";
      try (InputStream stream = DeclaredDatasets.class.getResourceAsStream(resource)) {
        if (stream == null) {
          throw new IllegalStateException("Cannot find " + resource + " in the jar");
        }
        add(
            byName,
            DatasetDeclaration.read(stream, "the program, conf/datasets/" + name + ".yaml"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new DeclaredDatasets(byName, hadoop);
  }

  /**
   * Reads the datasets declared by the {@code *.yaml} files of a folder.
   *
   * @param hadoop how to reach it, and their files
   * @throws InputException if there is no such folder, or a declaration cannot be used
   */
  public static DeclaredDatasets in(Path folder, Configuration hadoop) {
    Map<String, DatasetDeclaration> byName = new TreeMap<>();
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      FileStatus[] listing = files.listStatus(folder);
      Arrays.sort(listing);
      for (FileStatus file : listing) {
        if (file.isFile() && file.getPath().getName().endsWith(".yaml")) {
          Path path = file.getPath();
          try (InputStream stream = RegularFile.open(files, path, RegularFile.MOST_TEXT)) {
            add(byName, DatasetDeclaration.read(stream, path.toString()));
          } catch (RefusedFileException e) {
            throw InputException.cannot(
                ErrorCode.DATASET,
                "read the dataset declaration " + path + ": " + e.getMessage(),
                e);
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
    return new DeclaredDatasets(byName, hadoop);
  }

  /** These and others, which win over those of the same name. */
  public DeclaredDatasets with(DeclaredDatasets others) {
    Map<String, DatasetDeclaration> all = new TreeMap<>(byName);
    all.putAll(others.byName);
    return new DeclaredDatasets(all, hadoop);
  }

  @Override
  public boolean needsRoot() {
    return true;
  }

  @Override
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  @Override
  public String title(String name) {
    return byName.get(name).title();
  }

  @Override
  public Dataset open(String name, String dataRoot) {
    if (dataRoot == null || dataRoot.isBlank()) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "open the dataset %s: say in which folder its folder %s lies, --set data.root=DIR for a grid"
              .formatted(name, byName.get(name).folder()));
    }
    return byName.get(name).open(Location.path(dataRoot), hadoop);
  }

  @Override
  public Dataset assumed(String name) {
    DatasetDeclaration declared = byName.get(name);
    return AssumedDataset.of(
        name,
        declared
            .counts()
            .orElseThrow(
                () ->
                    InputException.cannot(
                        ErrorCode.DATASET,
                        "assume the dataset %s: %s declares no counts of classes, train and test"
                            .formatted(name, declared.file()))));
  }

  /** Returns the declaration of one of the datasets. */
  public DeclaredDataset declared(String name) {
    DatasetDeclaration declared = byName.get(name);
    return new DeclaredDataset(
        name,
        declared.title(),
        declared.readerName(),
        declared.folder(),
        declared.counts(),
        declared.file());
  }

  /** Whether the folder of one of them is below a root. */
  public boolean isBelow(String name, String dataRoot) {
    return byName.get(name).isBelow(Location.path(dataRoot), hadoop);
  }

  /**
   * Reads one of them to be checked; images that are missing do not stop it.
   *
   * @throws InputException if its lists cannot be used at all
   */
  public DatasetCheck check(String name, String dataRoot) {
    return DatasetCheck.of(name, byName.get(name).read(Location.path(dataRoot), hadoop));
  }

  private static void add(Map<String, DatasetDeclaration> byName, DatasetDeclaration declared) {
    if (byName.put(declared.name(), declared) != null) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "use the dataset declaration %s: another in its folder has the name %s too"
              .formatted(declared.file(), declared.name()));
    }
  }
}
