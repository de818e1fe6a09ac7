package dev.nemesis.feature;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Some of a key's rows: what cells need, what of it is missing, or a block, computed by one task
 * and stored as one file.
 *
 * @param key the key the rows belong to
 * @param rows numbers of the rows, ascending: {@code image x 2^32 + view}, the image's place in its
 *     split and the view's number. So views of one image stand together, and it is decoded once for
 *     them.
 */
public record FeatureRows(FeatureKey key, long[] rows) {
  private static final int SHIFT = 32;

  /**
   * Every view of some images.
   *
   * @param images places in the key's split
   * @param views of each, at least 1
   */
  public static FeatureRows of(FeatureKey key, int[] images, int views) {
    long[] rows = new long[Math.multiplyExact(images.length, views)];
    for (int i = 0; i < images.length; i++) {
      for (int v = 0; v < views; v++) {
        rows[i * views + v] = ((long) images[i] << SHIFT) + v;
      }
    }
    Arrays.sort(rows);
    return new FeatureRows(key, rows);
  }

  /** Rows of the first images of a split, one view each. */
  public static FeatureRows first(FeatureKey key, int images) {
    return of(key, IntStream.range(0, images).toArray(), 1);
  }

  /** Which image a row is of, a place in its split. */
  public static int image(long row) {
    return (int) (row >>> SHIFT);
  }

  /** Which view of its image a row is, from 0. */
  public static int view(long row) {
    return (int) row;
  }

  /** The number of rows. */
  public int count() {
    return rows.length;
  }

  /** These and other rows of the same key, each once. */
  public FeatureRows and(FeatureRows other) {
    return new FeatureRows(
        key,
        LongStream.concat(Arrays.stream(rows), Arrays.stream(other.rows))
            .sorted()
            .distinct()
            .toArray());
  }

  /** Returns the rows that are not among {@code others}, which have to be sorted too. */
  public FeatureRows without(long[] others) {
    return new FeatureRows(
        key, Arrays.stream(rows).filter(row -> Arrays.binarySearch(others, row) < 0).toArray());
  }

  /** Returns the rows whose images are not among {@code others}. */
  public FeatureRows withoutImages(Set<Integer> others) {
    return new FeatureRows(
        key, Arrays.stream(rows).filter(row -> !others.contains(image(row))).toArray());
  }

  /** The images the rows are of, places in the key's split. */
  public Set<Integer> images() {
    return Arrays.stream(rows).mapToObj(FeatureRows::image).collect(Collectors.toSet());
  }

  /** Splits the rows into pieces of at most {@code most}. */
  public List<FeatureRows> pieces(int most) {
    List<FeatureRows> pieces = new ArrayList<>();
    for (int from = 0; from < rows.length; from += most) {
      int to = Math.min(rows.length, from + most);
      pieces.add(new FeatureRows(key, Arrays.copyOfRange(rows, from, to)));
    }
    return pieces;
  }

  /** Name of the file that holds exactly these rows (at least one), within the key's folder. */
  public String file() {
    ByteBuffer bytes = ByteBuffer.allocate(rows.length * Long.BYTES);
    bytes.asLongBuffer().put(rows);
    return String.format(
        Locale.ROOT,
        "block-%08d-%s.safetensors",
        image(rows[0]),
        UUID.nameUUIDFromBytes(bytes.array()));
  }
}
