package dev.nemesis.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.testing.Tars;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a tar beside plain files: links, devices, tars, and those made to do harm. */
class TarMembersTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private TarArchiveOutputStream tar;

  @BeforeEach
  void twoImages() throws IOException {
    tar = new TarArchiveOutputStream(bytes, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    add("hat/1.png", png(1));
    add("coat/2.png", png(2));
  }

  @Test
  void aHardLinkIsTheFileThatWasThereWhenItWasWritten() throws IOException {
    link(TarConstants.LF_LINK, "coat/again.png", "hat/1.png");
    add("hat/1.png", png(7));
    link(TarConstants.LF_LINK, "./coat/dotted.png", "./hat/1.png");
    PictureFiles pictures = pictures();
    assertThat(width(pictures, "coat/again.png")).isEqualTo(1);
    assertThat(width(pictures, "hat/1.png")).isEqualTo(7);
    assertThat(width(pictures, "coat/dotted.png")).isEqualTo(7);
    assertThat(pictures.lengths(List.of("coat/again.png")).get("coat/again.png"))
        .isEqualTo(png(1).length);
  }

  @Test
  void aSymbolicLinkIsFollowedWithinTheTarWhereverItStands() throws IOException {
    link(TarConstants.LF_SYMLINK, "cap/before.png", "../late/3.png");
    link(TarConstants.LF_SYMLINK, "hat/beside.png", "1.png");
    link(TarConstants.LF_SYMLINK, "hat/twice.png", "../cap/before.png");
    add("late/3.png", png(3));
    PictureFiles pictures = pictures();
    assertThat(width(pictures, "cap/before.png")).isEqualTo(3);
    assertThat(width(pictures, "hat/beside.png")).isEqualTo(1);
    assertThat(width(pictures, "hat/twice.png")).isEqualTo(3);
  }

  @Test
  void aLinkToAFolderIsAFolder() throws IOException {
    add("hat/deep/4.png", png(4));
    link(TarConstants.LF_SYMLINK, "beret", "hat");
    link(TarConstants.LF_SYMLINK, "through.png", "beret/deep/4.png");
    PictureFiles pictures = pictures();
    assertThat(pictures.listing("").orElseThrow().folders())
        .containsExactly("beret", "coat", "hat");
    assertThat(width(pictures, "beret/1.png")).isEqualTo(1);
    assertThat(width(pictures, "beret/deep/4.png")).isEqualTo(4);
    assertThat(width(pictures, "through.png")).isEqualTo(4);
  }

  @Test
  void aLinkInATarOfOneClassLeadsToItsOwnFiles() throws IOException {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    try (TarArchiveOutputStream classTar = new TarArchiveOutputStream(inner, "UTF-8")) {
      TarArchiveEntry link = new TarArchiveEntry("same.png", TarConstants.LF_SYMLINK);
      link.setLinkName("5.png");
      classTar.putArchiveEntry(link);
      classTar.closeArchiveEntry();
      TarArchiveEntry out = new TarArchiveEntry("out.png", TarConstants.LF_SYMLINK);
      out.setLinkName("../hat/1.png");
      classTar.putArchiveEntry(out);
      classTar.closeArchiveEntry();
      TarArchiveEntry image = new TarArchiveEntry("5.png");
      image.setSize(png(5).length);
      classTar.putArchiveEntry(image);
      classTar.write(png(5));
      classTar.closeArchiveEntry();
    }
    add("scarf.tar", inner.toByteArray());
    link(TarConstants.LF_SYMLINK, "shawl.tar", "scarf.tar");
    PictureFiles pictures = pictures();
    assertThat(width(pictures, "scarf/same.png")).isEqualTo(5);
    assertThat(width(pictures, "shawl/5.png")).isEqualTo(5);
    assertBroken(pictures, "scarf/out.png", "it is a link to ../hat/1.png, which leads out of it");
  }

  @Test
  void aLinkOutOfTheTarToNothingOrBackToItselfIsABrokenImage() throws IOException {
    Files.write(folder.resolve("secret.png"), png(9));
    link(TarConstants.LF_SYMLINK, "hat/up.png", "../../secret.png");
    link(TarConstants.LF_SYMLINK, "hat/absolute.png", folder.resolve("secret.png").toString());
    link(TarConstants.LF_LINK, "hat/hard.png", "../secret.png");
    link(TarConstants.LF_SYMLINK, "hat/gone.png", "none.png");
    link(TarConstants.LF_SYMLINK, "hat/loop.png", "pool.png");
    link(TarConstants.LF_SYMLINK, "hat/pool.png", "loop.png");
    link(TarConstants.LF_SYMLINK, "hat/self", "..");
    link(TarConstants.LF_SYMLINK, "hat/down.png", "down.png/down.png");
    PictureFiles pictures = pictures();
    assertBroken(pictures, "hat/up.png", "it is a link to ../../secret.png, which leads out of it");
    assertBroken(pictures, "hat/absolute.png", "secret.png, which leads out of it");
    assertBroken(pictures, "hat/hard.png", "it is a link to ../secret.png, which leads out of it");
    assertBroken(pictures, "hat/gone.png", "it is a link to hat/none.png, which is not in it");
    assertBroken(pictures, "hat/loop.png", "it is a link back to itself");
    assertBroken(pictures, "hat/down.png", "it is a link back to itself");
    assertBroken(pictures, "hat/self", "it is a link to a folder it lies in");
    assertThat(width(pictures, "hat/1.png")).isEqualTo(1);
  }

  @Test
  void whatIsNoFileIsABrokenImage() throws IOException {
    for (byte kind : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
      tar.putArchiveEntry(new TarArchiveEntry("hat/" + (char) kind + ".png", kind));
      tar.closeArchiveEntry();
    }
    PictureFiles pictures = pictures();
    assertBroken(pictures, "hat/3.png", "it is a pipe or a device");
    assertBroken(pictures, "hat/4.png", "it is a pipe or a device");
    assertBroken(pictures, "hat/6.png", "it is a pipe or a device");
  }

  /**
   * As {@code tar --sparse --format=pax} writes it: where the content belongs, then the content.
   */
  @Test
  void aSparseFileIsABrokenImageAndWhatFollowsIsRead() throws IOException {
    byte[] content = new byte[512 + 100];
    byte[] map = "1\n4096\n100\n".getBytes(UTF_8);
    System.arraycopy(map, 0, content, 0, map.length);
    byte[] header =
        """
        22 GNU.sparse.major=1
        22 GNU.sparse.minor=0
        34 GNU.sparse.name=hat/sparse.png
        28 GNU.sparse.realsize=4196
        """
            .getBytes(UTF_8);
    add("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, header);
    add("GNUSparseFile.1/sparse.png", TarConstants.LF_NORMAL, content);
    add("hat/behind.png", png(4));
    PictureFiles pictures = pictures();
    assertBroken(pictures, "hat/sparse.png", "it is a sparse file");
    assertThat(width(pictures, "hat/behind.png")).isEqualTo(4);
  }

  @Test
  void aMemberLongerThanAnImageMayBeIsABrokenImage() throws IOException {
    TarArchiveEntry member = new TarArchiveEntry("hat/huge.png");
    member.setSize(3L << 30);
    tar.flush();
    int before = (int) tar.getBytesWritten() / 512 * 512;
    byte[] header = new byte[512];
    member.writeEntryHeader(header);
    Path file = folder.resolve("images.tar");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(bytes(), 0, before);
      sparse.write(header);
      sparse.setLength(before + 512 + member.getSize() + 1024);
    }
    PictureFiles pictures = below("images");
    assertBroken(
        pictures,
        "hat/huge.png",
        "it has 3,221,225,472 bytes in the tar images.tar; at most 268,435,456 are read");
    assertThat(width(pictures, "hat/1.png")).isEqualTo(1);
  }

  @Test
  void tarsLieInTarsInATarAndNoDeeper() throws IOException {
    byte[] image = png(6);
    byte[] tars = Tars.of(Map.of("6.png", image));
    tars = Tars.of(Map.of("b.tar", tars));
    add("a.tar", tars);
    Files.write(folder.resolve("deep.tar"), bytes());
    assertThat(width(below("deep"), "a/b/6.png")).isEqualTo(6);

    byte[] deeper = Files.readAllBytes(folder.resolve("deep.tar"));
    for (int i = 0; i < 200; i++) {
      deeper = Tars.of(Map.of("t.tar", deeper));
    }
    Files.write(folder.resolve("deeper.tar"), deeper);
    assertThatThrownBy(() -> below("deeper").listing(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "deeper.tar: its member t.tar/t.tar/t.tar is a tar within 3 tars, one more than is read");
  }

  @Test
  void aMemberThatLeadsOutOfTheTarIsNamed() throws IOException {
    add("../outside.png", png(1));
    assertThatThrownBy(() -> pictures().listing(""))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("images.tar: its member ../outside.png leads out of it");
  }

  @Test
  void aPackedTarIsNamedForWhatItIs() throws IOException {
    byte[] packed = gzip(bytes());
    Files.write(folder.resolve("images.tar"), packed);
    assertThatThrownBy(() -> below("images").listing(""))
        .hasMessageEndingWith(
            "images.tar: it is packed (gz), so that nothing can be read in its place, and not a"
                + " tar");
  }

  @Test
  void aPackedTarInATarIsNamed() throws IOException {
    byte[] packed = gzip(Tars.of(Map.of("5.png", png(5))));
    add("scarf.tar", packed);
    assertThatThrownBy(() -> pictures().listing(""))
        .hasMessageContaining("images.tar: its member scarf.tar is packed (gz)");
  }

  @Test
  void namesAreUtf8WhateverTheirHeadersForm() throws IOException {
    String name = "ü".repeat(120) + ".png";
    add("hat/" + name, png(8));
    assertThat(width(pictures(), "hat/" + name)).isEqualTo(8);
  }

  @Test
  void aPipeInPlaceOfATarIsRefused() throws Exception {
    Path pipe = folder.resolve("images.tar");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> below("images").listing(""))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "images.tar: it is a pipe, a socket or a device; give a regular file");
  }

  private static void assertBroken(PictureFiles pictures, String path, String why) {
    assertThatThrownBy(() -> pictures.read(path))
        .isInstanceOf(BrokenImageException.class)
        .hasMessageContaining(path)
        .hasMessageContaining("images.tar")
        .hasMessageEndingWith(why);
  }

  private void add(String name, byte[] content) throws IOException {
    add(name, TarConstants.LF_NORMAL, content);
  }

  private void add(String name, byte kind, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
    entry.setModTime(0); // whole seconds, which need no PAX header
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private void link(byte kind, String name, String to) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setLinkName(to);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /** The tar as it is, which ends here. */
  private byte[] bytes() throws IOException {
    tar.finish();
    return bytes.toByteArray();
  }

  private PictureFiles pictures() throws IOException {
    Files.write(folder.resolve("images.tar"), bytes());
    return below("images");
  }

  private PictureFiles below(String name) {
    return PictureFiles.below(
        new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), new Configuration());
  }

  private static int width(PictureFiles pictures, String path) {
    return pictures.read(path).width();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] png(int width) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, 2, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }
}
