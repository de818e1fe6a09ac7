package dev.nemesis.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files of every format that is read, and the levels Pillow has of each. */
class PillowPicturesTest {
  private static final String RECORDED = "/pictures/pillow.csv";

  record Recorded(String name, Picture expected, byte[] file) {
    static Recorded of(String line) {
      String[] cells = line.split(",", -1);
      byte[] levels = Base64.getDecoder().decode(cells[3]);
      return new Recorded(
          cells[0],
          new Picture(Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), levels),
          Base64.getDecoder().decode(cells[4]));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Recorded> files() throws IOException {
    try (InputStream in = PillowPicturesTest.class.getResourceAsStream(RECORDED)) {
      return new String(in.readAllBytes(), US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Recorded::of)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void levelsArePillows(Recorded recorded) throws IOException {
    Picture picture = PictureDecoder.decode(recorded.file());
    assertThat(picture.width()).as("width").isEqualTo(recorded.expected().width());
    assertThat(picture.height()).as("height").isEqualTo(recorded.expected().height());
    assertThat(picture.rgb()).isEqualTo(recorded.expected().rgb());
  }

  /** A file of each format, cut in its middle, which is behind every header. */
  static Stream<Recorded> oneOfEach() throws IOException {
    List<String> names =
        List.of(
            "gif_l.gif",
            "webp_big.webp",
            "webp_lossless.webp",
            "webp_anim.webp",
            "p4.pbm",
            "p6.ppm",
            "p3.ppm",
            "bmp24.bmp",
            "bmprle8full.bmp",
            "png_adam7.png",
            "tif_RGB_tiff_lzw.tif",
            "tifr_rgb16le.tif");
    return files().stream().filter(recorded -> names.contains(recorded.name()));
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void aFileThatIsCutShortIsRefused(Recorded recorded) {
    byte[] half = Arrays.copyOf(recorded.file(), recorded.file().length / 2);
    assertThatThrownBy(() -> PictureDecoder.decode(half))
        .isInstanceOf(IOException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void aGifWhoseDataEndBeforeItsLastRowIsCutShort() throws IOException {
    byte[] gif = recorded("gif_canvas0.gif").file();
    int rows = 13 + 48 + 8; // header, palette, and where the frame has its height
    assertThat(PictureDecoder.decode(gif).height()).isEqualTo(5);
    assertThat(gif[rows - 1]).isEqualTo((byte) 5);
    gif[rows - 1] = 6;
    assertThatThrownBy(() -> PictureDecoder.decode(gif)).hasMessage("it is cut short");
  }

  @Test
  void aWebpWithoutItsEndIsCutShortThoughItsFirstFrameIsWhole() throws IOException {
    byte[] animation = recorded("webp_anim_small.webp").file();
    byte[] cut = Arrays.copyOf(animation, animation.length - 10);
    assertThatThrownBy(() -> PictureDecoder.decode(cut)).hasMessage("it is cut short");
  }

  private static Recorded recorded(String name) throws IOException {
    return files().stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
  }
}
