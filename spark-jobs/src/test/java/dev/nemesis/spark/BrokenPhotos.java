package dev.nemesis.spark;

import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * The dataset clothing as a folder of small photographs, some of them broken in the ways files are:
 * three classes, 8 training and 50 test images each.
 *
 * @param root the data root
 */
record BrokenPhotos(Path root) {
  static final List<String> CLASSES = List.of("dress", "hat", "shirt");
  static final int TESTED = 3 * 50;

  /** One in the test images' first block of 64, two in their third, none in their second. */
  static final String CUT = "dress/test-03.jpg";

  static final String TEXT = "shirt/test-48.jpg";
  static final String HUGE = "shirt/test-49.png";

  private static final int TRAINED = 8;

  /** Writes the split and whole images. */
  static BrokenPhotos in(Path root) throws IOException {
    BrokenPhotos photos = new BrokenPhotos(root);
    for (String name : CLASSES) {
      Files.createDirectories(photos.path(name));
    }
    List<LabeledImage> all = new ArrayList<>(train());
    all.addAll(test());
    for (LabeledImage image : all) {
      Files.write(photos.path(image.path()), whole(image.path(), all.indexOf(image)));
    }
    Files.writeString(
        root.resolve("clothing/split_zhou_Clothing.json"),
        "{\"train\": [%s], \"val\": [], \"test\": [%s]}"
            .formatted(entries(train()), entries(test())));
    return photos;
  }

  /** Breaks three test images and a training image. */
  BrokenPhotos broken(String trained) throws IOException {
    byte[] jpeg = Files.readAllBytes(path(CUT));
    Files.write(path(CUT), Arrays.copyOf(jpeg, jpeg.length - 60));
    Files.writeString(path(TEXT), "This is not the photograph you are looking for. ".repeat(100));
    Files.write(path(HUGE), claiming(Files.readAllBytes(path(HUGE)), 60_000, 60_000));
    Files.write(path(trained), new byte[0]);
    return this;
  }

  /** A training image that one seed draws for 2 shots and another does not. */
  static String drawnBy(long seed, long notBy) {
    return subset(seed).stream()
        .filter(image -> !subset(notBy).contains(image))
        .findFirst()
        .orElseThrow()
        .path();
  }

  static List<LabeledImage> subset(long seed) {
    return FewShot.draw(train(), List.of(), 2, seed).train();
  }

  /** Puts a whole image of the same length in a file's place. */
  void mend(String path) throws IOException {
    long length = Files.size(path(path));
    Files.write(path(path), Arrays.copyOf(whole(path, 1), (int) length)); // behind its end is room
  }

  Path path(String image) {
    return root.resolve("clothing/images").resolve(image);
  }

  static List<LabeledImage> train() {
    return images("train", TRAINED);
  }

  static List<LabeledImage> test() {
    return images("test", TESTED / CLASSES.size());
  }

  private static List<LabeledImage> images(String part, int perClass) {
    List<LabeledImage> images = new ArrayList<>();
    for (int label = 0; label < CLASSES.size(); label++) {
      for (int i = 0; i < perClass; i++) {
        String type = i % 2 == 0 ? "jpg" : "png";
        type = CLASSES.get(label).equals("dress") ? "jpg" : type;
        String name = "%s/%s-%02d.%s".formatted(CLASSES.get(label), part, i, type);
        images.add(new LabeledImage(name, label));
      }
    }
    return images;
  }

  private static String entries(List<LabeledImage> images) {
    return images.stream()
        .map(i -> "[\"%s\", %d, \"%s\"]".formatted(i.path(), i.label(), CLASSES.get(i.label())))
        .collect(Collectors.joining(", "));
  }

  private static byte[] whole(String path, int number) throws IOException {
    BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 36; y++) {
      for (int x = 0; x < 40; x++) {
        image.setRGB(x, y, (5 * x + number) << 16 | (7 * y) << 8 | ((13 * number) & 0xff));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, path.endsWith(".png") ? "png" : "jpeg", out);
    return out.toByteArray();
  }

  /** The same PNG with another size in its header, and the header's checksum put right. */
  private static byte[] claiming(byte[] png, int width, int height) {
    ByteBuffer file = ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    return file.putInt(29, (int) checksum.getValue()).array();
  }
}
