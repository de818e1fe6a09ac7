package dev.nemesis.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Bytes that are read a piece at a time, so that a file may be longer than the heap, or than a Java
 * array: held in memory, mapped, or put together of others when they are asked for.
 */
public interface ByteSource {
  /** The number of bytes. */
  long length();

  /**
   * Some of them, as a buffer of their own in little-endian order, which may show the source's
   * memory: it is not to be written to.
   *
   * @param from the first of them
   * @param count how many; where they are values of a tensor, both are multiples of a value's width
   * @throws IndexOutOfBoundsException if they are not all inside the source
   */
  ByteBuffer get(long from, int count);

  /** A part of them, as a source of its own. */
  default ByteSource range(long from, long length) {
    Objects.checkFromIndexSize(from, length, length());
    ByteSource whole = this;
    return new ByteSource() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public ByteBuffer get(long at, int count) {
        Objects.checkFromIndexSize(at, count, length);
        return whole.get(from + at, count);
      }
    };
  }

  /** Bytes in memory. */
  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public ByteBuffer get(long from, int count) {
        Objects.checkFromIndexSize(from, count, bytes.length);
        return ByteBuffer.wrap(bytes, (int) from, count).slice().order(ByteOrder.LITTLE_ENDIAN);
      }
    };
  }
}
