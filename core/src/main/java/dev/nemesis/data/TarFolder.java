package dev.nemesis.data;

import dev.nemesis.data.TarContents.Member;
import dev.nemesis.file.Location;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
  private final Map<String, String> refusals; // of the few that cannot be read

  private TarFolder(
      Path tar, String[] names, long[] offsets, long[] lengths, Map<String, String> refusals) {
    this.tar = tar;
    this.names = names;
    this.offsets = offsets;
    this.lengths = lengths;
    this.refusals = Map.copyOf(refusals);
  }

  /** The files of a folder by their names. */
  static TarFolder of(Path tar, SortedMap<String, Member> members) {
    Map<String, String> refusals = new HashMap<>();
    members.forEach(
        (name, member) -> {
          if (member.refusal() != null) {
            refusals.put(name, "in the tar " + tar.getName() + " it " + member.refusal());
          } else if (member.length() > PictureFiles.MOST_BYTES) {
            refusals.put(
                name,
                "it has %,d bytes in the tar %s; at most %,d are read"
                    .formatted(member.length(), tar.getName(), PictureFiles.MOST_BYTES));
          }
        });
    return new TarFolder(
        tar,
        members.keySet().toArray(String[]::new),
        members.values().stream().mapToLong(Member::offset).toArray(),
        members.values().stream().mapToLong(Member::length).toArray(),
        refusals);
  }

  /** Lengths in bytes by name. */
  SortedMap<String, Long> lengths() {
    SortedMap<String, Long> byName = new TreeMap<>();
    for (int i = 0; i < names.length; i++) {
      byName.put(names[i], lengths[i]);
    }
    return byName;
  }

  /** Why a file cannot be read; null if it can, or is not there. */
  String refusal(String name) {
    return refusals.get(name);
  }

  /** A file's bytes; null if there is none of that name. */
  byte[] read(FileSystem files, String name) throws IOException {
    int index = Arrays.binarySearch(names, name);
    if (index < 0) {
      return null;
    }
    byte[] content = new byte[Math.toIntExact(lengths[index])];
    try (FSDataInputStream in = Location.open(files, tar)) {
      in.readFully(offsets[index], content);
    }
    return content;
  }
}
