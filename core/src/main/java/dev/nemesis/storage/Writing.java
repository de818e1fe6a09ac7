package dev.nemesis.storage;

import dev.nemesis.file.Location;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How a kind of file system lets a file appear whole or not at all. Files are written below one
 * folder. Folders between are made when a file needs them; the folder itself is made by {@link
 * #makeFolder} alone, so that a writer whose folder was moved away does not make it again. (A store
 * of objects has no folders, and cannot promise that.)
 */
public interface Writing {
  /**
   * Hadoop setting: schemes of stores that show an object once it is complete, and rename by
   * copying.
   */
  String OBJECT_STORES = "nemesis.object.store.schemes";

  /** The default of {@link #OBJECT_STORES}. */
  String KNOWN_OBJECT_STORES = "s3a,s3,gs,oss,obs,cosn,wasb,wasbs";

  /** The way that suits where a folder is. */
  static Writing to(Path folder, Configuration hadoop) throws IOException {
    String scheme = folder.toUri().getScheme();
    if (scheme.equals("file")) {
      return new LocalWriting(folder, LocalWriting::toDisk);
    }
    FileSystem files = folder.getFileSystem(hadoop);
    List<String> stores =
        List.of(hadoop.getTrimmedStrings(OBJECT_STORES, KNOWN_OBJECT_STORES.split(",")));
    return stores.contains(scheme) ? new ObjectWriting(files) : new RenamedWriting(folder, files);
  }

  /** Makes the folder and what it is in, where they are not there. */
  void makeFolder() throws IOException;

  /**
   * Writes a file that must not be there yet.
   *
   * @return false, with nothing changed, if it is there already
   * @throws IOException also if the folder is not there
   */
  boolean commit(Path target, byte[] content) throws IOException;

  /**
   * Writes a file in place of the one that is there.
   *
   * @throws IOException also if the folder is not there
   */
  void replace(Path target, byte[] content) throws IOException;

  /** A name beside a file that nobody has and that readers skip. */
  static Path beside(Path target) {
    return Location.below(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
  }
}
