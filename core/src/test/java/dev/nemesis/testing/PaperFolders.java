package dev.nemesis.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * Tiny copies of the folders of all 15 datasets of the paper, as {@code docs/datasets.md} describes
 * them: every image is a few pixels of a colour.
 */
public final class PaperFolders {
  /** CoOp's datasets with a split file: folder, images' folder, split, list of class names. */
  private record Coop(String folder, String images, String split, String names) {}

  private static final Map<String, Coop> COOP =
      new TreeMap<>(
          Map.of(
              "caltech101",
              new Coop("caltech-101", "101_ObjectCategories", "Caltech101", "caltech101"),
              "oxford_pets",
              new Coop("oxford_pets", "images", "OxfordPets", "oxford_pets"),
              "stanford_cars",
              new Coop("stanford_cars", ".", "StanfordCars", "stanford_cars"),
              "oxford_flowers",
              new Coop("oxford_flowers", "jpg", "OxfordFlowers", "oxford_flowers"),
              "food101",
              new Coop("food-101", "images", "Food101", "food101"),
              "sun397",
              new Coop("sun397", "SUN397", "SUN397", "sun397"),
              "dtd",
              new Coop("dtd", "images", "DescribableTextures", "dtd"),
              "eurosat",
              new Coop("eurosat", "2750", "EuroSAT", "eurosat"),
              "ucf101",
              new Coop("ucf101", "UCF-101-midframes", "UCF101", "ucf101")));

  private static final List<String> IMAGENET_FOLDERS =
      List.of("n01440764", "n01443537", "n02102040");

  /** Every image is one of these files, by another name: hard links cost next to nothing. */
  private static final int COLOURS = 8;

  /** The splits of CoOp's that the folder {@code shared} has. */
  private static final Set<String> REAL_SPLITS =
      Set.of("DescribableTextures", "EuroSAT", "OxfordPets");

  private final Path root;
  private final boolean real;
  private final List<Path> colours = new ArrayList<>();

  private PaperFolders(Path root, boolean real) {
    this.root = root;
    this.real = real;
  }

  /**
   * Lays them all out, with three classes each.
   *
   * @param root an empty folder, which becomes the data root
   */
  public static void lay(Path root) throws IOException {
    new PaperFolders(root, false).layAll();
  }

  /**
   * Folders with the paper's class names and three of its splits; for tests that are marked with
   * {@link ReadsShared}.
   */
  public static void layReal(Path root) throws IOException {
    new PaperFolders(root, true).layAll();
  }

  private void layAll() throws IOException {
    paint();
    for (Coop dataset : COOP.values()) {
      coop(dataset);
    }
    aircraft();
    imageNet();
  }

  private void paint() throws IOException {
    Path palette = Files.createDirectories(root.resolve(".colours"));
    for (int i = 0; i < COLOURS; i++) {
      BufferedImage image = new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(Color.getHSBColor(i / (float) COLOURS, 0.8f, 0.9f));
      graphics.fillRect(0, 0, 6, 5);
      graphics.dispose();
      Path file = palette.resolve(i + ".jpg");
      ImageIO.write(image, "jpeg", file.toFile());
      colours.add(file);
    }
  }

  private void image(Path file, int label) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createLink(file, colours.get(label % COLOURS));
  }

  private void coop(Coop dataset) throws IOException {
    Path home = Files.createDirectories(root.resolve(dataset.folder));
    String name = "split_zhou_" + dataset.split + ".json";
    Path split = home.resolve(name);
    if (real && REAL_SPLITS.contains(dataset.split)) {
      Files.copy(Shared.path("real/splits/" + name), split);
    } else {
      Files.writeString(split, madeUp(classNames(dataset.names)));
    }
    JsonNode parts = new ObjectMapper().readTree(split.toFile());
    for (JsonNode part : parts) {
      for (JsonNode image : part) {
        image(home.resolve(dataset.images).resolve(image.get(0).asText()), image.get(1).asInt());
      }
    }
  }

  /** Two train images, one to validate and one to test with, of each class. */
  private static String madeUp(List<String> names) throws IOException {
    Map<String, List<List<Object>>> parts = new TreeMap<>();
    for (String part : List.of("train", "train2", "val", "test")) {
      for (int label = 0; label < names.size(); label++) {
        String path = "class_%03d/%s.jpg".formatted(label, part);
        parts
            .computeIfAbsent(part.replace("2", ""), key -> new ArrayList<>())
            .add(List.of(path, label, names.get(label)));
      }
    }
    return new ObjectMapper().writeValueAsString(parts);
  }

  private List<String> classNames(String dataset) throws IOException {
    return real
        ? Files.readAllLines(Shared.path("real/classnames/" + dataset + ".txt"))
        : List.of("first of " + dataset, "second of " + dataset, "third of " + dataset);
  }

  private void aircraft() throws IOException {
    Path home = Files.createDirectories(root.resolve("fgvc_aircraft"));
    List<String> variants = classNames("fgvc_aircraft");
    Files.write(home.resolve("variants.txt"), variants);
    int number = 1_025_794;
    for (String part : List.of("train", "val", "test")) {
      List<String> lines = new ArrayList<>();
      for (int label = variants.size() - 1; label >= 0; label--) {
        lines.add("%07d %s".formatted(number, variants.get(label)));
        image(home.resolve("images/%07d.jpg".formatted(number)), label);
        number++;
      }
      Files.write(home.resolve("images_variant_" + part + ".txt"), lines);
    }
  }

  private void imageNet() throws IOException {
    List<String> names = classNames("imagenet");
    List<String> folders = new ArrayList<>(IMAGENET_FOLDERS);
    for (int label = folders.size(); label < names.size(); label++) {
      folders.add("n%08d".formatted(3_000_000 + label));
    }
    List<String> lines = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      lines.add(folders.get(label) + " " + names.get(label));
    }
    for (String folder :
        List.of(
            "imagenet",
            "imagenetv2",
            "imagenet-sketch",
            "imagenet-adversarial",
            "imagenet-rendition")) {
      Files.write(Files.createDirectories(root.resolve(folder)).resolve("classnames.txt"), lines);
    }
    for (int label = 0; label < names.size(); label++) {
      String folder = folders.get(label);
      Path imageNet = root.resolve("imagenet/images");
      image(imageNet.resolve("train/%s/%s_1.JPEG".formatted(folder, folder)), label);
      image(imageNet.resolve("train/%s/%s_2.JPEG".formatted(folder, folder)), label);
      image(imageNet.resolve("val/%s/ILSVRC2012_val_%08d.JPEG".formatted(folder, label)), label);
      Path second = root.resolve("imagenetv2/imagenetv2-matched-frequency-format-val");
      image(second.resolve(label + "/1.jpeg"), label);
      image(root.resolve("imagenet-sketch/images/" + folder + "/sketch_0.JPEG"), label);
      if (label % 5 == 1) { // 200 of 1000
        image(root.resolve("imagenet-adversarial/imagenet-a/" + folder + "/a.jpg"), label);
        image(root.resolve("imagenet-rendition/imagenet-r/" + folder + "/art_0.jpg"), label);
      }
    }
    Files.writeString(root.resolve("imagenet-rendition/imagenet-r/README.txt"), "not a class\n");
  }
}
