package dev.nemesis.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/** On HDFS and its like a file is written beside its place and renamed, which is atomic there. */
final class RenamedWriting implements Writing {
  private final Path folder;
  private final FileSystem files;

  RenamedWriting(Path folder, FileSystem files) {
    this.folder = folder;
    this.files = files;
  }

  @Override
  public void makeFolder() throws IOException {
    files.mkdirs(folder);
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
      try (FSDataOutputStream out = create(beside)) {
        out.write(content);
      }
      FileContext.getFileContext(target.toUri(), files.getConf()).rename(beside, target, how);
    } catch (IOException e) {
      remove(beside, e);
      throw e;
    }
  }

  private FSDataOutputStream create(Path file) throws IOException {
    try {
      return createHere(file);
    } catch (FileNotFoundException e) { // no folder: seldom, so tried rather than looked for
      makeBelow(file.getParent());
      return createHere(file);
    }
  }

  private FSDataOutputStream createHere(Path file) throws IOException {
    return files.createFile(file).overwrite(false).build(); // not recursive
  }

  private void makeBelow(Path below) throws IOException {
    if (below.equals(folder) || files.exists(below)) {
      return;
    }
    makeBelow(below.getParent());
    try {
      FileContext.getFileContext(below.toUri(), files.getConf())
          .mkdir(below, FileContext.DIR_DEFAULT_PERM, false);
    } catch (FileAlreadyExistsException e) {
      // another process was first
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
