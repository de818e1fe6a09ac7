package dev.nemesis.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapCacheTest {
  private final HeapCache<int[]> cache = new HeapCache<>(10, value -> value.length);
  private final List<String> reads = Collections.synchronizedList(new ArrayList<>());

  @Test
  void theLeastRecentlyUsedGoesFirst() throws IOException {
    get("a", 4);
    get("b", 4);
    get("a", 4);
    get("c", 4); // b has to go
    get("a", 4);
    get("c", 4);
    assertThat(reads).containsExactly("a", "b", "c");
    get("b", 4);
    assertThat(reads).containsExactly("a", "b", "c", "b");
  }

  @Test
  void whatIsLargerThanAllOfItIsReadAndNotKept() throws IOException {
    assertThat(get("large", 11)).hasSize(11);
    get("large", 11);
    get("small", 10);
    get("small", 10);
    assertThat(reads).containsExactly("large", "large", "small");
  }

  @Test
  void ofManyWhoAskAtOnceOneReads() throws Exception {
    int threads = 8;
    CountDownLatch asked = new CountDownLatch(threads);
    AtomicInteger count = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<int[]>> values = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        values.add(
            pool.submit(
                () -> {
                  asked.countDown();
                  return cache.get(
                      "a",
                      () -> {
                        count.incrementAndGet();
                        await(asked); // so that nobody comes after it is read
                        return new int[3];
                      });
                }));
      }
      for (Future<int[]> value : values) {
        assertThat(value.get()).isSameAs(values.get(0).get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(count).hasValue(1);
  }

  @Test
  void whatCouldNotBeReadIsTriedAgain() throws IOException {
    assertThatThrownBy(
            () ->
                cache.get(
                    "a",
                    () -> {
                      throw new IOException("the disk is away");
                    }))
        .hasMessage("the disk is away");
    assertThat(get("a", 2)).hasSize(2);
  }

  private int[] get(String name, int size) throws IOException {
    return cache.get(
        name,
        () -> {
          reads.add(name);
          return new int[size];
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
