package dev.nemesis.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

/**
 * What becomes of pictures that are not 8-bit RGB. Every number here is what Pillow 9.4.0's {@code
 * convert("RGB")} gives for the same file.
 */
class PictureModesTest {
  /** PNG's colour types. */
  private static final int GREY = 0;

  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  @Test
  void greyIsRepeated() throws IOException {
    assertThat(levels(8, GREY, samples(false, 8, 7, 200))).containsExactly(7, 7, 7, 200, 200, 200);
  }

  @Test
  void greyOfFewBitsReachesFromBlackToWhite() throws IOException {
    assertThat(levels(1, GREY, indexed(greys(1), 1, 0))).containsExactly(255, 255, 255, 0, 0, 0);
    assertThat(levels(2, GREY, indexed(greys(2), 1, 2))).containsExactly(85, 85, 85, 170, 170, 170);
    assertThat(levels(4, GREY, indexed(greys(4), 3, 12)))
        .containsExactly(51, 51, 51, 204, 204, 204);
  }

  @Test
  void alphaIsDroppedAndNotBlended() throws IOException {
    assertThat(levels(8, RGB_ALPHA, samples(true, 8, 10, 20, 30, 0, 40, 50, 60, 128)))
        .containsExactly(10, 20, 30, 40, 50, 60);
    assertThat(levels(8, GREY_ALPHA, samples(true, 8, 7, 0, 200, 255)))
        .containsExactly(7, 7, 7, 200, 200, 200);
  }

  @Test
  void aPaletteIsLookedUpEvenWhereItIsTransparent() throws IOException {
    byte[] ramp = {10, 20, 30, 40};
    byte[] green = {1, 2, 3, 4};
    byte[] alpha = {0, (byte) 255, 0, 9};
    IndexColorModel opaque = new IndexColorModel(8, 4, ramp, green, ramp);
    IndexColorModel transparent = new IndexColorModel(2, 4, ramp, green, ramp, alpha);
    assertThat(levels(8, PALETTE, indexed(opaque, 2, 3))).containsExactly(30, 3, 30, 40, 4, 40);
    assertThat(levels(2, PALETTE, indexed(transparent, 2, 3)))
        .containsExactly(30, 3, 30, 40, 4, 40);
  }

  @Test
  void sixteenBitColoursGiveTheirHighByte() throws IOException {
    assertThat(levels(16, RGB, samples(false, 16, 0x1234, 0x00ff, 0xffff, 0x8001, 0x0100, 0x7fff)))
        .containsExactly(0x12, 0, 255, 0x80, 1, 0x7f);
    int[] half = {0x1234, 0x00ff, 0xffff, 0, 0x8001, 0x0100, 0x7fff, 0xffff};
    assertThat(levels(16, RGB_ALPHA, samples(true, 16, half)))
        .containsExactly(0x12, 0, 255, 0x80, 1, 0x7f);
    assertThat(levels(16, GREY_ALPHA, samples(true, 16, 0x1234, 0, 0x00ff, 0xffff)))
        .containsExactly(0x12, 0x12, 0x12, 0, 0, 0);
  }

  /** No scaling here: it would be nicer to look at, and not what the reference's numbers saw. */
  @Test
  void sixteenBitGreyIsClipped() throws IOException {
    assertThat(levels(16, GREY, samples(false, 16, 100, 255)))
        .containsExactly(100, 100, 100, 255, 255, 255);
    assertThat(levels(16, GREY, samples(false, 16, 256, 0xffff)))
        .containsExactly(255, 255, 255, 255, 255, 255);
  }

  @Test
  void inksOfAJpegAreStoredInvertedWithAnAdobeMarkerOrWithout() throws IOException {
    byte[] inks = fourComponents(new int[] {255, 155, 55, 255}, new int[] {200, 100, 0, 100});
    assertThat(ends(inks)).containsExactly(255, 155, 55, 78, 39, 0);
    assertThat(ends(withAdobe(inks, 0))).containsExactly(255, 155, 55, 78, 39, 0);
    assertThat(ends(withAdobe(inks, 2))).as("YCCK").containsExactly(102, 0, 0, 92, 0, 41);
  }

  @Test
  void aGreyJpegIsRepeated() throws IOException {
    BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, 8, 8, 0, filled(200));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(grey, "jpeg", out);
    assertThat(rgb(out.toByteArray())).hasSize(8 * 8 * 3).containsOnly(200);
  }

  /** The picture as a PNG, which is checked to be of this kind, and read back. */
  private static int[] levels(int depth, int colourType, BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", out)).isTrue();
    byte[] png = out.toByteArray();
    assertThat(png[24]).as("bits a sample").isEqualTo((byte) depth);
    assertThat(png[25]).as("colour type").isEqualTo((byte) colourType);
    return rgb(png);
  }

  private static int[] rgb(byte[] file) throws IOException {
    byte[] rgb = PictureDecoder.decode(file).rgb();
    int[] levels = new int[rgb.length];
    Arrays.setAll(levels, i -> rgb[i] & 0xff);
    return levels;
  }

  /** Two pixels of 1 to 4 samples each. */
  private static BufferedImage samples(boolean alpha, int bits, int... samples) {
    boolean grey = samples.length / 2 < 3;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, samples);
    return new BufferedImage(model, raster, false, null);
  }

  /** Two pixels of a palette. */
  private static BufferedImage indexed(IndexColorModel palette, int... pixels) {
    WritableRaster raster = palette.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, pixels);
    return new BufferedImage(palette, raster, false, null);
  }

  /** The palette from black to white that ImageIO writes as plain grey. */
  private static IndexColorModel greys(int bits) {
    byte[] levels = new byte[1 << bits];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i * 255 / (levels.length - 1));
    }
    return new IndexColorModel(bits, levels.length, levels, levels, levels);
  }

  /** A JPEG of two flat blocks of four components, with no marker that says what they are. */
  private static byte[] fourComponents(int[] left, int[] right) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 8, 4, null);
    for (int i = 0; i < 16 * 8; i++) {
      raster.setPixel(i % 16, i / 16, i % 16 < 8 ? left : right);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(1);
      writer.write(null, new IIOImage(raster, null, null), settings);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static byte[] withAdobe(byte[] jpeg, int transform) {
    byte[] adobe = {
      -1, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
    return ByteBuffer.allocate(jpeg.length + adobe.length)
        .put(jpeg, 0, 2)
        .put(adobe)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** The first and the last pixel. */
  private static int[] ends(byte[] file) throws IOException {
    int[] rgb = rgb(file);
    int last = rgb.length - 3;
    return new int[] {rgb[0], rgb[1], rgb[2], rgb[last], rgb[last + 1], rgb[last + 2]};
  }

  private static int[] filled(int level) {
    int[] samples = new int[8 * 8];
    Arrays.fill(samples, level);
    return samples;
  }
}
