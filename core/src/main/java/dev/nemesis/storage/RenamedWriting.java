package dev.nemesis.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/** On HDFS and its like a file is written beside its place and renamed, which is atomic there. */
final class RenamedWriting implements Writing {
  private final FileSystem files;

  RenamedWriting(FileSystem files) {
    this.files = files;
  }

  @Override
  public boolean commit(Path target, byte[] content) throws IOException {
    try {
      write(target, content, Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void replace(Path target, byte[] content) throws IOException {
    write(target, content, Rename.OVERWRITE);
  }

  private void write(Path target, byte[] content, Rename how) throws IOException {
    Path beside = Writing.beside(target);
    try {
      try (FSDataOutputStream out = files.create(beside, false)) {
        out.write(content);
      }
      FileContext.getFileContext(target.toUri(), files.getConf()).rename(beside, target, how);
    } catch (IOException e) {
      remove(beside, e);
      throw e;
    }
  }

  private void remove(Path beside, IOException why) {
    try {
      files.delete(beside, false); // a full disk is no fuller for having tried
    } catch (IOException again) {
      why.addSuppressed(again);
    }
  }
}
