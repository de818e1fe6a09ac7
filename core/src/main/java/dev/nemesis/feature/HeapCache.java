package dev.nemesis.feature;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToLongFunction;

/**
 * Keeps in the heap what was read, up to so many bytes, the least recently used out first. Safe for
 * use by several threads: of two that ask for the same at once one reads, and the other waits.
 *
 * @param <V> what is kept; never changed
 */
final class HeapCache<V> {
  private final long most;
  private final ToLongFunction<V> bytes;
  private final Map<String, CompletableFuture<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  /**
   * An empty one.
   *
   * @param most bytes to keep
   * @param bytes how many a value takes
   */
  HeapCache(long most, ToLongFunction<V> bytes) {
    this.most = most;
    this.bytes = bytes;
  }

  /** Reads what is not there. */
  interface Reader<V> {
    V read() throws IOException;
  }

  /** Returns the value kept under a name, reading it first if it is not there. */
  V get(String name, Reader<V> reader) throws IOException {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> there;
    synchronized (this) {
      there = entries.putIfAbsent(name, mine); // which counts as a use
    }
    if (there == null) {
      return read(name, reader, mine);
    }
    try {
      return there.join();
    } catch (CompletionException e) { // that task was killed perhaps; this one may do better
      return get(name, reader);
    }
  }

  /** Reads it again when it is asked for next. */
  synchronized void forget(String name) {
    CompletableFuture<V> entry = entries.remove(name);
    if (entry != null && entry.isDone() && !entry.isCompletedExceptionally()) {
      held -= bytes.applyAsLong(entry.join());
    }
  }

  private V read(String name, Reader<V> reader, CompletableFuture<V> mine) throws IOException {
    try {
      V value = reader.read();
      mine.complete(value);
      keep(value);
      return value;
    } catch (Throwable e) { // whatever it is, the next who asks has to try again
      synchronized (this) {
        entries.remove(name, mine);
      }
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private synchronized void keep(V added) {
    held += bytes.applyAsLong(added);
    Iterator<CompletableFuture<V>> eldest = entries.values().iterator();
    while (held > most && eldest.hasNext()) {
      CompletableFuture<V> entry = eldest.next();
      if (entry.isDone()) { // the others are still being read
        held -= bytes.applyAsLong(entry.join());
        eldest.remove();
      }
    }
  }
}
