package dev.nemesis.spark.storage;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** What an output folder can be on. A test of it is run on each. */
public enum Storage {
  /** A disk of this machine. */
  LOCAL,
  /** {@link Hdfs}. */
  HDFS,
  /** {@link FakeObjectStore}. */
  OBJECT_STORE;

  /**
   * A folder that is not there yet.
   *
   * @param local an empty folder of this machine
   */
  public StorageFolder folder(Path local) {
    Configuration conf = new Configuration();
    return switch (this) {
      case LOCAL -> new StorageFolder(local.resolve("out").toString(), conf);
      case HDFS -> Hdfs.shared().out();
      case OBJECT_STORE -> {
        conf.set("fs." + FakeObjectStore.SCHEME + ".impl", FakeObjectStore.class.getName());
        conf.set("nemesis.object.store.schemes", FakeObjectStore.SCHEME);
        yield new StorageFolder(
            FakeObjectStore.SCHEME + "://" + local.resolve("out").toAbsolutePath(), conf);
      }
    };
  }
}
