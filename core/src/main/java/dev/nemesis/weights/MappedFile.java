package dev.nemesis.weights;

import dev.nemesis.tensor.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A local file, mapped: its bytes take no heap, whatever its length. Java maps less than 2 GiB at
 * once, so it is several windows; what lies in two of them is copied.
 *
 * <p>A file that another program cuts short while it is mapped ends what reads it with an {@link
 * InternalError}. That is accepted: weights are put on a device right after they are found, and
 * whoever replaces a file by renaming another one over it leaves the mapped one as it was.
 */
final class MappedFile implements ByteSource {
  private static final int WINDOW = 1 << 30;

  private final List<MappedByteBuffer> windows;
  private final int window;
  private final long length;

  private MappedFile(List<MappedByteBuffer> windows, int window, long length) {
    this.windows = windows;
    this.window = window;
    this.length = length;
  }

  static MappedFile of(Path file) throws IOException {
    return of(file, WINDOW);
  }

  /** Maps a file in windows of the given size. */
  static MappedFile of(Path file, int window) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long length = channel.size();
      List<MappedByteBuffer> windows = new ArrayList<>();
      for (long from = 0; from < length; from += window) {
        windows.add(channel.map(MapMode.READ_ONLY, from, Math.min(window, length - from)));
      }
      return new MappedFile(windows, window, length);
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public ByteBuffer get(long from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    int at = (int) (from % window);
    ByteBuffer bytes =
        count == 0
            ? ByteBuffer.allocate(0)
            : count <= window - at
                ? windows.get((int) (from / window)).slice(at, count)
                : joined(from, count);
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer joined(long from, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      long next = from + bytes.position();
      int at = (int) (next % window);
      int part = Math.min(bytes.remaining(), window - at);
      bytes.put(windows.get((int) (next / window)).slice(at, part));
    }
    return bytes.flip();
  }
}
