package dev.nemesis.data;

import dev.nemesis.data.TarIndex.Member;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of one folder in a tar: arrays, for ImageNet has 1.28 million. */
final class TarFolder {
  private final Path tar;
  private final String[] names; // sorted
  private final long[] offsets;
  private final long[] lengths;

  private TarFolder(Path tar, String[] names, long[] offsets, long[] lengths) {
    this.tar = tar;
    this.names = names;
    this.offsets = offsets;
    this.lengths = lengths;
  }

  /** Of several members of one name the last counts, as when a tar is unpacked. */
  static TarFolder of(Path tar, List<Member> members) {
    TreeMap<String, Member> byName = new TreeMap<>();
    members.forEach(member -> byName.put(member.name(), member));
    return new TarFolder(
        tar,
        byName.keySet().toArray(String[]::new),
        byName.values().stream().mapToLong(Member::offset).toArray(),
        byName.values().stream().mapToLong(Member::length).toArray());
  }

  /** Lengths in bytes by name. */
  SortedMap<String, Long> lengths() {
    SortedMap<String, Long> byName = new TreeMap<>();
    for (int i = 0; i < names.length; i++) {
      byName.put(names[i], lengths[i]);
    }
    return byName;
  }

  /** A file's bytes; null if there is none of that name. */
  byte[] read(FileSystem files, String name) throws IOException {
    int index = Arrays.binarySearch(names, name);
    if (index < 0) {
      return null;
    }
    byte[] content = new byte[Math.toIntExact(lengths[index])];
    try (FSDataInputStream in = files.open(tar)) {
      in.readFully(offsets[index], content);
    }
    return content;
  }
}
