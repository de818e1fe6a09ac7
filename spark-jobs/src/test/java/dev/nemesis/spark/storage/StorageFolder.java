package dev.nemesis.spark.storage;

import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of a test on some storage, to be looked at and changed behind the program's back.
 *
 * @param location as the program takes it
 * @param hadoop settings with which it can be reached
 */
public record StorageFolder(String location, Configuration hadoop) {
  /** As an output folder, as another process would see it. */
  public OutFolder out() {
    return OutFolder.at(location, hadoop);
  }

  /** The file system; of local files the one without checksum files. */
  public FileSystem files() throws IOException {
    FileSystem files = new Path(location).getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** The path of something in it; its own for an empty name. */
  public Path path(String name) {
    return name.isEmpty() ? new Path(location) : new Path(location, name);
  }

  /** Writes a file, whatever is there. */
  public void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of bytes. */
  public void write(String name, byte[] content) throws IOException {
    try (FSDataOutputStream out = files().create(path(name), true)) {
      out.write(content);
    }
  }

  /** All of a file. */
  public byte[] bytes(String name) throws IOException {
    try (FSDataInputStream in = files().open(path(name))) {
      return in.readAllBytes();
    }
  }

  /** Makes a file look as if it was written some time ago. */
  public void age(String name, Duration age) throws IOException {
    long time = Instant.now().minus(age).toEpochMilli();
    files().setTimes(path(name), time, time);
  }

  /** Names of all files in it and below, hidden ones too, in order. */
  public List<String> allFiles() throws IOException {
    List<String> names = new ArrayList<>();
    if (files().exists(new Path(location))) {
      addFiles(new Path(location), "", names);
    }
    names.sort(null);
    return names;
  }

  private void addFiles(Path in, String prefix, List<String> names) throws IOException {
    for (FileStatus file : files().listStatus(in)) {
      String name = prefix + file.getPath().getName();
      if (file.isDirectory()) {
        addFiles(file.getPath(), name + "/", names);
      } else {
        names.add(name);
      }
    }
  }
}
