package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.clip.ImageTransform.Box;
import dev.nemesis.data.Picture;
import dev.nemesis.random.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ImageTransformTest {
  // Printed by Pillow 12.3 for ramp(4, 3).
  private static final int[] RAMP_TO_3X2 = {
    56, 116, 128, 110, 168, 84, 155, 91, 122, 183, 111, 122, 98, 163, 78, 150, 85, 117
  };
  private static final int[] RAMP_TO_6X3 = {
    0, 43, 112, 81, 134, 51, 155, 211, 24, 66, 134, 153, 140, 58, 126, 231, 12, 65, 130, 183, 236,
    69, 122, 190, 42, 95, 114, 171, 224, 37, 144, 197, 114, 83, 136, 205, 254, 35, 104, 208, 126,
    43, 132, 203, 16, 55, 126, 145, 132, 50, 118, 223, 4, 57
  };

  @Test
  void levelsAreLessTheModelsMeanOverItsDeviation() {
    Picture one = new Picture(1, 1, new byte[] {0, (byte) 255, 51});
    PixelNorm norm = new PixelNorm(List.of(0.5f, 0.5f, 0.4f), List.of(0.5f, 0.25f, 0.1f));
    assertThat(ImageTransform.normalise(one, norm))
        .containsExactly(new float[] {-1, 2, -2}, Offset.offset(1e-6f));
  }

  @Test
  void aResizedRampIsPillowsToTheBit() {
    Picture ramp = new Picture(4, 3, ramp(4, 3));

    assertThat(levels(Resample.bicubic(ramp, 3, 2))).containsExactly(RAMP_TO_3X2);
    assertThat(levels(Resample.bicubic(ramp, 6, 3))).containsExactly(RAMP_TO_6X3);
  }

  @Test
  void aPictureOfTheRightSizeIsLeftAlone() {
    Picture picture = new Picture(8, 8, ramp(8, 8));

    assertThat(ImageTransform.test(picture, 8).rgb()).isEqualTo(picture.rgb());
    assertThat(ImageTransform.crop(picture, new Box(0, 0, 8, 8), false, 8).rgb())
        .isEqualTo(picture.rgb());
  }

  @Test
  void theTestTransformTakesTheCentre() {
    // An odd rest of 5 is 2.5 on either side, which Python rounds to 2.
    Picture tall = new Picture(2, 7, ramp(2, 7));

    assertThat(ImageTransform.test(tall, 2).rgb())
        .isEqualTo(Arrays.copyOfRange(tall.rgb(), 2 * 2 * 3, 4 * 2 * 3));
  }

  @Test
  void aFlipMirrorsLeftToRight() {
    Picture pair = new Picture(2, 2, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});

    assertThat(ImageTransform.crop(pair, new Box(0, 0, 2, 2), true, 2).rgb())
        .containsExactly(2, 2, 2, 1, 1, 1, 4, 4, 4, 3, 3, 3);
  }

  @Test
  void randomBoxesLieInThePictureAndKeepTheirLimits() {
    RandomGenerator random = Draws.of(1, "boxes");
    double smallest = 1;
    double largest = 0;
    for (int i = 0; i < 2000; i++) {
      Box box = ImageTransform.randomBox(120, 100, random);
      assertThat(box.left()).isBetween(0, 120 - box.width());
      assertThat(box.top()).isBetween(0, 100 - box.height());
      assertThat((double) box.width() / box.height()).isBetween(0.72, 1.39); // of whole pixels
      double area = box.width() * box.height() / 12000.0;
      smallest = Math.min(smallest, area);
      largest = Math.max(largest, area);
    }
    assertThat(smallest).isBetween(0.075, 0.1);
    assertThat(largest).isBetween(0.9, 1.0);
  }

  @Test
  void aPictureTooLongForAnyBoxGivesItsMiddle() {
    RandomGenerator random = Draws.of(1, "boxes");

    assertThat(ImageTransform.randomBox(1000, 6, random)).isEqualTo(new Box(0, 496, 6, 8));
    assertThat(ImageTransform.randomBox(6, 1000, random)).isEqualTo(new Box(496, 0, 8, 6));
  }

  @Test
  void theSameStreamCropsTheSame() {
    Picture picture = new Picture(40, 30, ramp(40, 30));

    assertThat(ImageTransform.randomResizedCrop(picture, Draws.of(3, "crop"), 16).rgb())
        .isEqualTo(ImageTransform.randomResizedCrop(picture, Draws.of(3, "crop"), 16).rgb())
        .isNotEqualTo(ImageTransform.randomResizedCrop(picture, Draws.of(4, "crop"), 16).rgb());
  }

  @Test
  void normalisedLevelsAreChannelByChannel() {
    Picture pair = new Picture(2, 1, new byte[] {0, 0, 0, (byte) 255, (byte) 255, (byte) 255});

    assertThat(ImageTransform.normalise(pair, PixelNorm.OPENAI))
        .containsExactly(
            new float[] {-1.79226f, 1.93034f, -1.75210f, 2.07488f, -1.48022f, 2.14590f},
            Offset.offset(1e-5f));
  }

  @Test
  void aBoxOutsideThePictureIsRefused() {
    Picture picture = new Picture(8, 8, ramp(8, 8));

    assertThatThrownBy(() -> ImageTransform.crop(picture, new Box(4, 0, 5, 8), false, 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] ramp(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 53 % 256);
    }
    return rgb;
  }

  private static int[] levels(Picture picture) {
    return IntStream.range(0, picture.rgb().length).map(i -> picture.rgb()[i] & 0xff).toArray();
  }
}
