package dev.nemesis.weights;

import dev.nemesis.tensor.ByteSource;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Bytes as the channel that the zip library reads. */
final class SourceChannel implements SeekableByteChannel {
  private static final int PIECE = 1 << 16;

  private final ByteSource source;
  private long position;
  private boolean open = true;

  SourceChannel(ByteSource source) {
    this.source = source;
  }

  @Override
  public int read(ByteBuffer to) {
    if (position >= source.length()) {
      return -1;
    }
    int count = (int) Math.min(Math.min(to.remaining(), PIECE), source.length() - position);
    to.put(source.get(position, count));
    position += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long at) {
    if (at < 0) {
      throw new IllegalArgumentException("No byte is at " + at);
    }
    position = at;
    return this;
  }

  @Override
  public long size() {
    return source.length();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
