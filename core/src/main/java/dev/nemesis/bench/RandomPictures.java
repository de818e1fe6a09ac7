package dev.nemesis.bench;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Picture;
import dev.nemesis.data.PictureSource;
import dev.nemesis.random.Draws;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Noise of a photograph's size, in memory: reading one costs nothing.
 *
 * @param pictures by path
 */
record RandomPictures(Map<String, Picture> pictures) implements PictureSource {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;

  /** A dataset of two such images. */
  static Dataset dataset() {
    Map<String, Picture> pictures = Map.of("0", noise(0), "1", noise(1));
    List<LabeledImage> images = List.of(new LabeledImage("0", 0), new LabeledImage("1", 1));
    return new Dataset(
        "noise",
        List.of("this", "that"),
        images,
        List.of(),
        images,
        new RandomPictures(pictures),
        "noise");
  }

  private static Picture noise(int seed) {
    RandomGenerator random = Draws.of(seed, "picture");
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    random.nextBytes(rgb);
    return new Picture(WIDTH, HEIGHT, rgb);
  }

  @Override
  public Picture read(String path) {
    return pictures.get(path);
  }

  @Override
  public boolean exists(String path) {
    return pictures.containsKey(path);
  }
}
