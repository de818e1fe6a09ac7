package dev.nemesis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  @TempDir private Path folder;

  @Test
  void orientationIsIgnored() throws IOException {
    byte[] upright = jpeg();
    // An EXIF segment with one entry: orientation 6, a quarter turn.
    byte[] exif = {
      -1,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteBuffer turned = ByteBuffer.allocate(upright.length + exif.length);
    turned.put(upright, 0, 2).put(exif).put(upright, 2, upright.length - 2);

    Picture picture = read("turned.jpg", turned.array());
    assertThat(picture.width()).isEqualTo(24);
    assertThat(picture.rgb()).isEqualTo(read("upright.jpg", upright).rgb());
  }

  @Test
  void coloursOfAJpegFollowItsMarkers() throws IOException {
    byte[] ycc = jpeg();
    Picture picture = read("ycc.jpg", ycc);
    // A red ramp: stored as luminance and two chrominances, and read back as such.
    assertThat(picture.rgb()[3 * 20] & 0xff).isBetween(190, 210);
    assertThat(picture.rgb()[3 * 20 + 1] & 0xff).isLessThan(12);

    byte[] adobeRgb = jfifToAdobe(ycc, 0);
    Picture raw = read("rgb.jpg", adobeRgb);
    assertThat(raw.rgb()[3 * 20] & 0xff).as("luminance, taken for red").isBetween(50, 70);
    assertThat(read("adobe-ycc.jpg", jfifToAdobe(ycc, 1)).rgb()).isEqualTo(picture.rgb());
  }

  @Test
  void aBrokenFileIsNamedWithTheReason() throws IOException {
    byte[] jpeg = jpeg();
    byte[] png = png(ramp());

    assertRefused("cut.jpg", Arrays.copyOf(jpeg, jpeg.length - 8), "it is cut short");
    assertRefused("header.jpg", Arrays.copyOf(jpeg, 30), "");
    assertRefused("cut.png", Arrays.copyOf(png, png.length / 2), "");
    assertRefused("text.jpg", "hello".getBytes(StandardCharsets.UTF_8), "known");
    assertRefused("empty.png", new byte[0], "it is empty");
    assertThatThrownBy(() -> files().read("none.png"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.png: there is no such file");
  }

  @Test
  void aJpegOfAnotherCodingIsNotTakenForBaseline() throws IOException {
    byte[] jpeg = jpeg();
    int frame = 2;
    while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    jpeg[frame + 1] = (byte) 0xc9;
    assertRefused("arithmetic.jpg", jpeg, "it is a JPEG that is arithmetically coded");
    jpeg[frame + 1] = (byte) 0xc3;
    assertRefused("lossless.jpg", jpeg, "it is a JPEG that is lossless or hierarchical");
    jpeg[frame + 1] = (byte) 0xc0;
    jpeg[frame + 4] = 12;
    assertRefused("deep.jpg", jpeg, "Unsupported JPEG data precision 12");
  }

  @Test
  void aHeaderThatClaimsMoreThanTheFileHoldsIsRefusedBeforeMemoryIsTaken() throws IOException {
    assertRefused("huge.png", claiming(png(ramp()), 60000, 60000), "claims 60000 x 60000 pixels");
    assertRefused("large.png", claiming(png(ramp()), 12000, 12000), "claims 12000 x 12000 pixels");
    assertRefused("huge.jpg", jpegClaiming(60000, 60000), "claims 60000 x 60000 pixels");
    assertRefused("large.jpg", jpegClaiming(12000, 12000), "claims 12000 x 12000 pixels");
  }

  @Test
  void whatIsWrongIsToldApartFromWhere() throws IOException {
    assertThatThrownBy(() -> read("text.jpg", "hello".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            BrokenImageException.class,
            e -> assertThat(e.reason()).isEqualTo("it is not an image of a known format"));
    assertThatThrownBy(() -> files().read("none.png"))
        .isInstanceOfSatisfying(
            BrokenImageException.class,
            e -> assertThat(e.reason()).isEqualTo("there is no such file"));
    Files.createDirectory(folder.resolve("folder.png"));
    assertThatThrownBy(() -> files().read("folder.png"))
        .isInstanceOfSatisfying(
            BrokenImageException.class, e -> assertThat(e.reason()).isEqualTo("it is a folder"));
  }

  @Test
  void aFileLongerThanAnImageMayBeIsBroken() throws IOException {
    try (RandomAccessFile sparse =
        new RandomAccessFile(folder.resolve("huge.jpg").toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertThatThrownBy(() -> files().read("huge.jpg"))
        .isInstanceOfSatisfying(
            BrokenImageException.class,
            e ->
                assertThat(e.reason())
                    .isEqualTo("it has 3,221,225,472 bytes; at most 268,435,456 are read"));
  }

  @Test
  void storageThatDoesNotAnswerSaysNothingAboutTheImage() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Files.write(photos.resolve("a.png"), png(ramp()));
    PictureFiles pictures = below(photos);
    Files.move(photos, folder.resolve("unmounted"));
    assertThatThrownBy(() -> pictures.read("a.png"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("photos/a.png");

    for (IOException failure :
        List.of(
            new ConnectException("Connection refused"),
            new FileNotFoundException("a.png (Too many open files)"))) {
      Files.write(folder.resolve("a.png"), png(ramp()));
      PictureFiles away = new PictureFiles(failing(failure), root());
      assertThatThrownBy(() -> away.read("a.png"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageEndingWith(failure.getMessage());
    }
  }

  private static PictureFiles below(Path folder) {
    return PictureFiles.below(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
  }

  /** A local disk on which no file can be opened. */
  private static FileSystem failing(IOException failure) {
    return new FilterFileSystem(new RawLocalFileSystem()) {
      {
        fs.setConf(new Configuration());
      }

      @Override
      public FSDataInputStream open(org.apache.hadoop.fs.Path file) throws IOException {
        throw failure;
      }
    };
  }

  private org.apache.hadoop.fs.Path root() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  @Test
  void inksAreStoredInvertedAndTakeTheirColourFromWhite() {
    int[] white = {255, 255, 255, 255};
    int[] black = {255, 255, 255, 0};
    int[] cyan = {0, 255, 255, 255};
    int[] darkCyan = {0, 255, 255, 100};

    assertThat(pixel(JpegColors.CMYK, white)).containsExactly(255, 255, 255);
    assertThat(pixel(JpegColors.CMYK, black)).containsExactly(0, 0, 0);
    assertThat(pixel(JpegColors.CMYK, cyan)).containsExactly(0, 255, 255);
    assertThat(pixel(JpegColors.CMYK, darkCyan)).containsExactly(0, 100, 100);
    assertThat(pixel(JpegColors.YCCK, 0, 128, 128, 255)).containsExactly(255, 255, 255);
    assertThat(pixel(JpegColors.YCCK, 255, 128, 128, 255)).containsExactly(0, 0, 0);
    assertThat(pixel(JpegColors.YCCK, 0, 128, 128, 70)).containsExactly(70, 70, 70);
  }

  private static int[] pixel(JpegColors colors, int... samples) {
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 1, 1, samples.length, null);
    raster.setPixel(0, 0, samples);
    return unsigned(colors.toRgb(raster));
  }

  private void assertRefused(String name, byte[] file, String why) {
    assertThatThrownBy(() -> read(name, file))
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET))
        .hasMessageStartingWith("Cannot read the image ")
        .hasMessageContaining(name + ": ")
        .hasMessageContaining(why);
  }

  private static int[] unsigned(byte[] rgb) {
    int[] levels = new int[rgb.length];
    Arrays.setAll(levels, i -> rgb[i] & 0xff);
    return levels;
  }

  private Picture read(String name, byte[] file) throws IOException {
    Files.write(folder.resolve(name), file);
    return files().read(name);
  }

  private PictureFiles files() {
    return PictureFiles.below(root(), new Configuration());
  }

  /** 24 x 16, red from 0 to 230 along each row. */
  private static BufferedImage ramp() {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, (10 * x) << 16);
      }
    }
    return image;
  }

  private static byte[] jpeg() throws IOException {
    return written(ramp(), "jpeg");
  }

  private static byte[] png(BufferedImage image) throws IOException {
    return written(image, "png");
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** The same JPEG with an Adobe marker of this colour transform in place of the JFIF one. */
  private static byte[] jfifToAdobe(byte[] jpeg, int transform) {
    int length = ByteBuffer.wrap(jpeg).getShort(4);
    byte[] adobe = {
      -1, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
    return ByteBuffer.allocate(jpeg.length - length - 2 + adobe.length)
        .put(jpeg, 0, 2)
        .put(adobe)
        .put(jpeg, 4 + length, jpeg.length - 4 - length)
        .array();
  }

  /** A JPEG with another size in its frame header. */
  private static byte[] jpegClaiming(int width, int height) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(jpeg());
    int frame = 0;
    while (file.getShort(frame) != (short) 0xffc0) {
      frame++;
    }
    return file.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width).array();
  }

  /** The same PNG with another size in its header, and the header's checksum put right. */
  private static byte[] claiming(byte[] png, int width, int height) {
    ByteBuffer file = ByteBuffer.wrap(png.clone()).putInt(16, width).putInt(20, height);
    CRC32 checksum = new CRC32();
    checksum.update(file.array(), 12, 17);
    return file.putInt(29, (int) checksum.getValue()).array();
  }
}
