package dev.nemesis.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathExistsException;

/**
 * On a store of objects, where a rename is a copy, an object is put under its name directly: the
 * store shows it when it is complete. It is asked to refuse if there is one; a store that cannot
 * lets the last of two writers within one instant count, and there is one object all the same.
 */
final class ObjectWriting implements Writing {
  private final FileSystem files;

  ObjectWriting(FileSystem files) {
    this.files = files;
  }

  @Override
  public void makeFolder() {
    // names of objects need none
  }

  @Override
  public boolean commit(Path target, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> file = files.createFile(target).recursive().overwrite(false);
    file.opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try (FSDataOutputStream out = file.build()) {
      out.write(content);
      return true;
    } catch (FileAlreadyExistsException
        | java.nio.file.FileAlreadyExistsException
        | PathExistsException e) {
      return false;
    } catch (IOException e) {
      if (files.exists(target)) { // the store refused what came second
        return false;
      }
      throw e;
    }
  }

  @Override
  public void replace(Path target, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(target, true)) {
      out.write(content);
    }
  }
}
