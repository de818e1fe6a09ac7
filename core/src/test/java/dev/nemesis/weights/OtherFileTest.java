package dev.nemesis.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nemesis.error.InputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no weights are said for what they are. */
class OtherFileTest {

  static Stream<Arguments> files() {
    return Stream.of(
        arguments(
            text(
                """
                version https://git-lfs.github.com/spec/v1
                oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
                size 605247071
                """),
            "a pointer of Git LFS to a file of 605247071 bytes"),
        arguments(
            text("\n<!DOCTYPE html>\n<html><head><title>Sign in\n</title>"),
            "a web page with the title 'Sign in'"),
        arguments(text("<html><body>403 Forbidden</body></html>"), "a web page;"),
        arguments(text("\ufeff<HTML lang='en'>"), "a web page;"),
        arguments(text("<!-- saved -->\n<html>"), "a web page;"),
        arguments(
            text("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"),
            "XML that begins with '<?xml"),
        arguments(text("{\"error\":\"Repository not found\"}"), "JSON that begins with '{\"error"),
        arguments(text("{\"name\":{\"long\":[1,2,3]}}"), "JSON that begins with"),
        arguments(text("[]"), "JSON that begins with '[]'"),
        arguments(text("Entry not found"), "text that begins with 'Entry not found'"),
        arguments(text("é".repeat(600)), "text that begins with 'é"),
        arguments(new byte[0], "it is empty"),
        arguments(new byte[5000], "empty but for its length"),
        arguments(hex("1f8b080000000000"), "compressed with gzip; unpack it"),
        arguments(hex("425a6839314159265359"), "compressed with bzip2"),
        arguments(hex("fd377a585a000004"), "compressed with xz"),
        arguments(hex("28b52ffd0458"), "compressed with zstd"),
        arguments(hex("377abcaf271c0004"), "a 7z archive"),
        arguments(tar(), "a tar archive"),
        arguments(hex("894844460d0a1a0a00000000"), "HDF5"),
        arguments(hex("934e554d505901007600"), "an array of NumPy (.npy)"),
        arguments(hex("4747554603000000"), "GGUF"),
        arguments(hex("1c00000054464c33"), "a TensorFlow Lite model"),
        arguments(
            concat(hex("84aa"), text("text_model"), hex("85aa")), "MessagePack, as Flax writes"),
        arguments(concat(hex("de0010ab"), text("logit_scale"), hex("c7")), "MessagePack"),
        arguments(
            concat(hex("08071207"), text("pytorch"), hex("1a06"), text("2.11.0")), "an ONNX model"),
        arguments(hex("080112ff010a0000"), "a saved model of TensorFlow"),
        arguments(hex("ffd8ffe000104a464946"), "a JPEG image"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("files")
  void itIsSaidInOneLine(byte[] file, String what) {
    assertRefused(file, what);
  }

  @Test
  void aZipWithoutAPickleIsSaidForWhatIsInIt() {
    byte[] one = {1};

    assertRefused(Pickled.zip(Map.of("a.npy", one, "b.npy", one)), "arrays of NumPy (.npz)");
    assertRefused(
        Pickled.zip(Map.of("clip/model.safetensors", one)),
        "a zip with no NAME/data.pkl",
        "unpack it and give 'clip/model.safetensors' in it");
    assertRefused(Pickled.zip(Map.of("a.txt", one)), "a zip with no NAME/data.pkl");
  }

  @Test
  void whatIsNotKnownMayBeDamaged() {
    assertRefused(hex("0102030405060708090a0b0c"), "it may be damaged or cut short");
  }

  private static void assertRefused(byte[] file, String... what) {
    assertThatThrownBy(() -> WeightsFile.read("f.pt", file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read f.pt: it is ")
        .hasMessageMatching("\\P{Cntrl}*")
        .hasMessageContainingAll(what)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] tar() {
    byte[] tar = Arrays.copyOf(text("clip/model.safetensors"), 1024);
    System.arraycopy(text("ustar"), 0, tar, 257, 5);
    return tar;
  }

  private static byte[] concat(byte[]... parts) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
