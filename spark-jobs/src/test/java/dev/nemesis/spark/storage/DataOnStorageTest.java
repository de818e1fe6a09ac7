package dev.nemesis.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.testing.Tars;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights, vocabulary, declarations and datasets, one class of which is a tar, on storage that only
 * Spark's Hadoop settings make reachable.
 */
class DataOnStorageTest {
  private static final String OWN =
      """
      name: own
      title: Own
      folder: own
      reader: folders
      images: pictures
      """;

  @TempDir Path folder;
  private Path local;

  /** Local files by another scheme; without its setting nobody knows the scheme. */
  public static final class Distant extends RawLocalFileSystem {
    static final String SCHEME = "distant";

    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }
  }

  @BeforeEach
  void everythingInOneFolder() throws IOException {
    local = Files.createDirectory(folder.resolve("all"));
    for (String file : List.of("mini.safetensors", "mini_vocab.txt.gz")) {
      try (InputStream in = ClipWeights.class.getResourceAsStream("/dev/nemesis/mini/" + file)) {
        Files.copy(in, local.resolve(file));
      }
    }
    Files.writeString(Files.createDirectory(local.resolve("declared")).resolve("own.yaml"), OWN);
    Path pictures = local.resolve("data/own/pictures");
    Random random = new Random(1);
    for (String part : List.of("train", "test")) {
      for (String name : List.of("red circle", "blue square", "green star")) {
        Path of = Files.createDirectories(pictures.resolve(part).resolve(name));
        for (int i = 0; i < 3; i++) {
          ImageIO.write(noise(random), "png", of.resolve(i + ".png").toFile());
        }
      }
      Tars.pack(pictures.resolve(part).resolve("blue square"), "blue square/");
    }
    Tars.pack(pictures.resolve("test"), "test/");
  }

  private static BufferedImage noise(Random random) {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }

  @Test
  void sparksHadoopSettingsReachEverythingThatIsRead() throws IOException {
    // Uncached, so that each look at a file needs the settings anew.
    List<String> settings =
        List.of(
            "--conf",
            "spark.hadoop.fs.distant.impl=" + Distant.class.getName(),
            "--conf",
            "spark.hadoop.fs.distant.impl.disable.cache=true");
    String root = Distant.SCHEME + "://" + local;

    checkAndTrain(root, settings);
    CommandLineRun without = check(root, List.of());
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("No FileSystem for scheme \"distant\"").hasLineCount(1);
  }

  @Test
  void datasetsAndTarsAreReadFromHdfs() throws IOException {
    Hdfs hdfs = Hdfs.shared();
    org.apache.hadoop.fs.Path root =
        new org.apache.hadoop.fs.Path(hdfs.folder()).getParent().suffix("/all");
    hdfs.files().mkdirs(root.getParent());
    hdfs.files().copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), root);

    checkAndTrain(root.toString(), hdfs.options());
    CommandLineRun cut = check(cutShort(hdfs, root), hdfs.options());
    assertThat(cut.code()).isEqualTo(2);
    assertThat(cut.out()).contains("pictures/test.tar: it is cut short at 3000 bytes");
  }

  /** The same data with a shorter tar, in another place. */
  private String cutShort(Hdfs hdfs, org.apache.hadoop.fs.Path root) throws IOException {
    Path tar = local.resolve("data/own/pictures/test.tar");
    byte[] bytes = Files.readAllBytes(tar);
    Files.write(tar, Arrays.copyOf(bytes, 3000));
    org.apache.hadoop.fs.Path cut = root.suffix("-cut");
    hdfs.files().copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), cut);
    return cut.toString();
  }

  private void checkAndTrain(String root, List<String> settings) throws IOException {
    CommandLineRun check = check(root, settings);
    assertThat(check.code()).as(check.out() + check.err()).isZero();
    assertThat(check.out()).containsPattern("(?m)^own +3 +9 +0 +9 +ok$");

    String grid =
        """
        name: own
        weights: %1$s/mini.safetensors
        vocab: %1$s/mini_vocab.txt.gz
        data: {root: %1$s/data, declarations: %1$s/declared}
        axes: {method: [coop], seed: [1]}
        settings: {dataset: own, shots: 2, epochs: 1, views: 1}
        """
            .formatted(root);
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                Files.writeString(folder.resolve("grid.yaml"), grid).toString(),
                "--out",
                folder.resolve("out").toString(),
                "--master",
                "local[2]"));
    args.addAll(settings);
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 cells trained, 0 failed");
  }

  private static CommandLineRun check(String root, List<String> settings) {
    List<String> args = new ArrayList<>(List.of("data", "check", "own"));
    args.addAll(List.of("--root", root + "/data", "--declarations", root + "/declared"));
    args.addAll(settings);
    return CommandLineRun.of(args.toArray(String[]::new));
  }
}
