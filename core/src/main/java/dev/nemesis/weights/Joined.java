package dev.nemesis.weights;

import dev.nemesis.tensor.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Sources one after another. */
record Joined(List<ByteSource> parts) implements ByteSource {

  @Override
  public long length() {
    return parts.stream().mapToLong(ByteSource::length).sum();
  }

  @Override
  public ByteBuffer get(long from, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    long start = 0;
    for (ByteSource part : parts) {
      long at = from + bytes.position() - start;
      if (at >= 0 && at < part.length() && bytes.hasRemaining()) {
        bytes.put(part.get(at, (int) Math.min(bytes.remaining(), part.length() - at)));
      }
      start += part.length();
    }
    return bytes.flip();
  }
}
