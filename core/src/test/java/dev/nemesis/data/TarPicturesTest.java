package dev.nemesis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.testing.Tars;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in tars, by the width of each: nothing is unpacked. */
class TarPicturesTest {
  private static final String LONG = "a name of more than a hundred letters ".repeat(4) + ".png";

  @TempDir private Path folder;
  private Path images;

  @BeforeEach
  void threeImages() throws IOException {
    images = Files.createDirectories(folder.resolve("images"));
    write("hat/1.png", 1);
    write("hat/" + LONG, 2);
    write("top: tee/3.png", 3);
  }

  private void write(String name, int width) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, png(width));
  }

  @Test
  void aTarInPlaceOfTheFolderIsReadAsTheFolderWas() throws IOException {
    PictureFiles before = pictures("images");
    Map<String, Long> lengths = before.lengths(List.of("hat/1.png", "hat/" + LONG, "none.png"));
    FolderListing hats = before.listing("hat/").orElseThrow();
    Tars.pack(images, "");

    for (String declared : List.of("images", "images.tar")) {
      PictureFiles pictures = pictures(declared);
      assertThat(width(pictures, "hat/" + LONG)).isEqualTo(2);
      assertThat(width(pictures, "top: tee/3.png")).isEqualTo(3);
      assertThat(pictures.lengths(List.of("hat/1.png", "hat/" + LONG, "none.png")))
          .isEqualTo(lengths)
          .hasSize(2);
      assertThat(pictures.listing("hat/")).contains(hats);
      assertThat(pictures.listing("").orElseThrow().folders()).containsExactly("hat", "top: tee");
      assertThat(pictures.listing("coat/")).isEmpty();
      assertThat(pictures.exists("hat/1.png")).isTrue();
      assertThat(pictures.exists("hat/2.png")).isFalse();
    }
  }

  @Test
  void aTarOfAFolderByItsOwnNameIsTheSame() throws IOException {
    Tars.pack(images, "images/");
    assertThat(width(pictures("images"), "hat/1.png")).isEqualTo(1);
    Files.move(folder.resolve("images.tar"), folder.resolve("photos.tar"));
    assertThat(pictures("photos").exists("images/hat/1.png")).isTrue();
  }

  @Test
  void aTarOfAFolderThatAMacMadeIsTheSame() throws IOException {
    Files.write(
        folder.resolve("images.tar"),
        Tars.of(
            Map.of(
                "._images", new byte[] {1},
                "images/hat/1.png", png(1),
                "images/hat/._1.png", new byte[] {1},
                "__MACOSX/images/._hat", new byte[] {1})));
    Files.move(images, folder.resolve("unpacked"));

    FolderListing all = pictures("images").listing("").orElseThrow();
    assertThat(all.folders()).containsExactly("__MACOSX", "hat");
    assertThat(all.files()).containsOnlyKeys("._images");
    assertThat(width(pictures("images"), "hat/1.png")).isEqualTo(1);
  }

  @Test
  void aTarOfOneClassIsItsFolder() throws IOException {
    Tars.pack(images.resolve("hat"), "");

    PictureFiles pictures = pictures("images");
    assertThat(pictures.listing("").orElseThrow().folders()).containsExactly("hat", "top: tee");
    assertThat(pictures.listing("hat/").orElseThrow().files()).containsOnlyKeys("1.png", LONG);
    assertThat(width(pictures, "hat/" + LONG)).isEqualTo(2);
    assertThat(width(pictures, "top: tee/3.png")).isEqualTo(3);
  }

  @Test
  void aTarOfTarsIsAFolderOfFolders() throws IOException {
    Tars.pack(images.resolve("hat"), "");
    Tars.pack(images.resolve("top: tee"), "");
    Tars.pack(images, "");

    PictureFiles pictures = pictures("images");
    assertThat(pictures.listing("").orElseThrow().folders()).containsExactly("hat", "top: tee");
    assertThat(width(pictures, "hat/" + LONG)).isEqualTo(2);
    assertThat(width(pictures, "top: tee/3.png")).isEqualTo(3);
  }

  @Test
  void aTarCutShortAnywhereIsNamedInOneLine() throws IOException {
    Path tar = Tars.pack(images, "");
    byte[] whole = Files.readAllBytes(tar);
    int end = whole.length;
    while (whole[end - 1] == 0) {
      end--;
    }
    for (int length : new int[] {100, 600, 1024, end - 1, (end / 512 + 1) * 512}) {
      Path cut = Files.write(folder.resolve("cut" + length + ".tar"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> pictures("cut" + length).listing("hat/"))
          .as("at %d", length)
          .isInstanceOfSatisfying(
              InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET))
          .hasMessageStartingWith("Cannot use the tar ")
          .hasMessageContaining(cut.getFileName() + ": it is cut short at " + length + " bytes")
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void whatIsNoTarOrDamagedIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(Tars.pack(images, ""));
    Files.writeString(folder.resolve("text.tar"), "no tar ".repeat(200));
    assertThatThrownBy(() -> pictures("text").listing(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("text.tar: it is not a tar");
    bytes[512] ^= 1; // in the second header's name
    Files.write(folder.resolve("flipped.tar"), bytes);
    assertThatThrownBy(() -> pictures("flipped").listing(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("flipped.tar: it is damaged at byte 512, behind hat/");
  }

  @Test
  void aPackedTarIsNamedAndAMissingImageIsBroken() throws IOException {
    Tars.pack(images, "");
    Files.write(folder.resolve("photos.tar.gz"), new byte[10]);
    assertThatThrownBy(() -> pictures("photos"))
        .hasMessageContaining("photos.tar.gz cannot be read in place");
    assertThatThrownBy(() -> pictures("nothing"))
        .hasMessageEndingWith("nothing: there is none, nor nothing.tar");
    PictureFiles pictures = pictures("images");
    assertThatThrownBy(() -> pictures.read("hat/gone.png"))
        .isInstanceOf(BrokenImageException.class)
        .hasMessageContaining("images/hat/gone.png: there is no such file in the tar");
  }

  @Test
  void contentsAreSkippedAndATarIsIndexedOnceInAJvm() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.write(images.resolve("hat/big" + i + ".png"), new byte[1 << 20]);
    }
    Tars.pack(images, "");
    Counting files = new Counting();
    files.initialize(folder.toUri(), new Configuration());
    org.apache.hadoop.fs.Path root =
        new org.apache.hadoop.fs.Path(folder.resolve("images").toUri());

    assertThat(new PictureFiles(files, root).listing("hat/").orElseThrow().files()).hasSize(22);
    long read = files.read.get();
    assertThat(read).isPositive().isLessThan(64 * 1024);
    assertThat(new PictureFiles(files, root).exists("hat/big3.png")).isTrue();
    assertThat(files.read.get()).isEqualTo(read);
  }

  /** A local disk that counts the bytes that are read. */
  private static final class Counting extends FilterFileSystem {
    private final AtomicLong read = new AtomicLong();

    Counting() {
      super(new RawLocalFileSystem());
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file) throws IOException {
      FSDataInputStream in = fs.open(file);
      return new FSDataInputStream(
          new FSInputStream() {
            @Override
            public void seek(long position) throws IOException {
              in.seek(position);
            }

            @Override
            public long getPos() throws IOException {
              return in.getPos();
            }

            @Override
            public boolean seekToNewSource(long position) {
              return false;
            }

            @Override
            public int read() throws IOException {
              read.incrementAndGet();
              return in.read();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
              int count = in.read(to, offset, length);
              read.addAndGet(Math.max(0, count));
              return count;
            }

            @Override
            public void close() throws IOException {
              in.close();
            }
          });
    }

    @Override
    public FileSystem getRawFileSystem() {
      return this;
    }
  }

  private static int width(PictureFiles pictures, String path) {
    return pictures.read(path).width();
  }

  private PictureFiles pictures(String name) {
    return PictureFiles.below(
        new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), new Configuration());
  }

  private static byte[] png(int width) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, 2, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }
}
