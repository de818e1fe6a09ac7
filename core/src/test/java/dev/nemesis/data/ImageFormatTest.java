package dev.nemesis.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Formats that are not read are refused by name. */
class ImageFormatTest {
  static Stream<Arguments> others() {
    return Stream.of(
        arguments("\0\0\0\u001cftypavif\0\0\0\0", "AVIF"),
        arguments("\0\0\0\u001cftypheic\0\0\0\0", "HEIC"),
        arguments("\0\0\0\u001cftypmif1\0\0\0\0", "HEIC"),
        arguments("\u00ff\n\u00fa", "JPEG XL"),
        arguments("\0\0\0\fJXL \r\n\u0087\n", "JPEG XL"),
        arguments("\0\0\0\fjP  \r\n\u0087\n", "JPEG 2000"),
        arguments("MM\0+\0\u0008", "BigTIFF"),
        arguments("P7\nWIDTH 1\n", "PAM"),
        arguments("PF\n1 1\n-1\n", "PFM"),
        arguments("8BPS\0\u0001", "a Photoshop document"),
        arguments("\0\0\u0001\0\u0001\0", "an icon"),
        arguments("qoif\0\0", "QOI"),
        arguments("%PDF-1.7", "PDF"),
        arguments("%!PS-Adobe-3.0 EPSF-3.0", "PostScript"),
        arguments("\0\0\0 ftypisom", "a video"),
        arguments("PK\u0003\u0004", "a zip archive"),
        arguments("\u001f\u008b\u0008", "a gzip file"),
        arguments(
            "version https://git-lfs.github.com/spec/v1",
            "a pointer of Git LFS in place of the file"),
        arguments("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG"),
        arguments("<?xml version=\"1.0\"?>\n<!-- drawn --><svg/>", "SVG"),
        arguments("<!DOCTYPE html><html><body>404", "an HTML page"),
        arguments("\u00ef\u00bb\u00bf\n<html lang=\"en\">", "an HTML page"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherFormatIsNamed(String start, String format) {
    assertThatThrownBy(() -> PictureDecoder.decode(start.getBytes(ISO_8859_1)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "it is "
                + format
                + ", which is not read; JPEG, PNG, GIF, BMP, TIFF, WebP and PPM, PGM, PBM are");
  }

  @ParameterizedTest
  @CsvSource({
    "P3 2 1 100 101 0 0 0 50 0, 'one of its levels is 101, above its largest, 100'",
    "P3 2 1 100 1 0 0 0 50, it is cut short",
    "P2 2 1 100 1 x, a number in it is none",
    "P1 2 1 1 2, one of its bits is \"2\"",
    "P5 0 3 255 a, 'its header claims 0 x 3 pixels with levels up to 255'",
    "P5 1 1 70000 ab, 'its header claims 1 x 1 pixels with levels up to 70000'",
    "P6 60000 60000 255 a, 'its header claims 60000 x 60000 pixels, too many for any picture'",
  })
  void aNetpbmPictureThatIsNoneSaysWhy(String file, String why) {
    assertThatThrownBy(() -> PictureDecoder.decode(file.getBytes(ISO_8859_1))).hasMessage(why);
  }

  @Test
  void aTiffOfOtherSamplesIsRefusedByTheirKind() {
    byte[] lab = tiff(8, 8);
    assertThatThrownBy(() -> PictureDecoder.decode(lab))
        .hasMessage("it is a TIFF in Lab, which is not read");
    byte[] whiteIsZero = tiff(0, 16);
    assertThatThrownBy(() -> PictureDecoder.decode(whiteIsZero))
        .hasMessage("it is a TIFF of 16 bits whose white is 0, which is not read");
    byte[] mask = tiff(4, 1);
    assertThatThrownBy(() -> PictureDecoder.decode(mask))
        .hasMessage("it is a TIFF of colours by number 4, which is not read");
    byte[] twelve = tiff(1, 12);
    assertThatThrownBy(() -> PictureDecoder.decode(twelve))
        .hasMessage("it is a TIFF of 12 bits a sample, which is not read");
  }

  /** One pixel of one sample. */
  private static byte[] tiff(int photometric, int bits) {
    int[][] tags = {
      {256, 1},
      {257, 1},
      {258, bits},
      {259, 1},
      {262, photometric},
      {273, 134},
      {277, 1},
      {278, 1},
      {279, 2}
    };
    ByteBuffer file = ByteBuffer.allocate(136).order(ByteOrder.LITTLE_ENDIAN);
    file.put("II*\0".getBytes(ISO_8859_1)).putInt(8).putShort((short) tags.length);
    for (int i = 0; i < tags.length; i++) {
      file.putShort((short) tags[i][0]).putShort((short) 3).putInt(1).putInt(tags[i][1]);
    }
    return file.array();
  }
}
