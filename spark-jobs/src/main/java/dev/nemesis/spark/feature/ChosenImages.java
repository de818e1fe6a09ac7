package dev.nemesis.spark.feature;

import dev.nemesis.data.ClassList;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.feature.BrokenImage;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.feature.FeatureStore;
import dev.nemesis.feature.StoredFeatures;
import java.io.IOException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Images a cell is trained or tested on.
 *
 * @param key of their features
 * @param images in the order in which they are used
 * @param places of the images in the key's split
 * @param views of each, at least 1
 */
record ChosenImages(FeatureKey key, List<LabeledImage> images, int[] places, int views) {

  /** A whole split. */
  static ChosenImages all(FeatureKey key, List<LabeledImage> split) {
    return new ChosenImages(key, split, IntStream.range(0, split.size()).toArray(), 1);
  }

  /** Images that were drawn from a split: the same objects, as a split may name a file twice. */
  static ChosenImages drawn(
      FeatureKey key, List<LabeledImage> split, List<LabeledImage> drawn, int views) {
    IdentityHashMap<LabeledImage, Integer> order = new IdentityHashMap<>();
    for (int i = 0; i < drawn.size(); i++) {
      order.put(drawn.get(i), i);
    }
    int[] places = new int[drawn.size()];
    for (int place = 0; place < split.size(); place++) {
      Integer at = order.get(split.get(place));
      if (at != null) {
        places[at] = place;
      }
    }
    return new ChosenImages(key, drawn, places, views);
  }

  FeatureRows rows() {
    return FeatureRows.of(key, places, views);
  }

  /** Returns the images that are not broken, in the same order. */
  ChosenImages without(List<BrokenImage> broken) {
    Set<Integer> out = broken.stream().map(BrokenImage::image).collect(Collectors.toSet());
    return those(i -> !out.contains(places[i]));
  }

  /** Returns the images of the given classes, in the same order. */
  ChosenImages of(ClassList classes) {
    return those(i -> classes.has(images.get(i)));
  }

  private ChosenImages those(IntPredicate chosen) {
    int[] kept = IntStream.range(0, places.length).filter(chosen).toArray();
    return new ChosenImages(
        key,
        Arrays.stream(kept).mapToObj(images::get).toList(),
        Arrays.stream(kept).map(i -> places[i]).toArray(),
        views);
  }

  /** Their features, labelled by their places in a list of classes that has those of all. */
  StoredFeatures find(FeatureStore store, ClassList classes) throws IOException {
    int[] labels = images.stream().mapToInt(classes::label).toArray();
    return store.find(key, places, views, labels);
  }
}
