package dev.nemesis.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class TextFileTest {
  private static final String TEXT = "caf\u00e9\nbar\n";

  @Test
  void aByteOrderMarkIsNoLetter() {
    assertThat(decode(("\ufeff" + TEXT + "\ufeffzoo").getBytes(UTF_8))).isEqualTo(TEXT + "zoo");
    assertThat(decode(new byte[0])).isEmpty();
  }

  @Test
  void linesEndInAnyOfThreeWays() {
    assertThat(decode("a\r\nb\rc\nd".getBytes(UTF_8))).isEqualTo("a\nb\nc\nd");
  }

  @Test
  void aByteThatIsNotUtf8IsNamedWithItsLine() {
    assertRefused(TEXT.getBytes(ISO_8859_1), "line 1: byte 4 of the file, 0xE9, is not UTF-8");
    assertRefused("a\r\nb\r\n\u00e9".getBytes(ISO_8859_1), "line 3: byte 7 of the file, 0xE9, is");
    assertRefused(new byte[] {'a', '\n', (byte) 0xc3}, "line 2: byte 3 of the file, 0xC3, is not");
    assertRefused(new byte[] {'a', '\n', 'b', 0}, "line 2: byte 4 of the file, 0x00, is in no");
  }

  @Test
  void otherUnicodeIsNamed() {
    for (Charset charset : new Charset[] {UTF_16, UTF_16LE, UTF_16BE}) {
      assertRefused(TEXT.getBytes(charset), "it is UTF-16; save it as UTF-8");
    }
    assertRefused(("\ufeff" + TEXT).getBytes(UTF_16LE), "it is UTF-16; save it as UTF-8");
    for (String order : new String[] {"UTF-32LE", "UTF-32BE"}) {
      assertRefused(
          ("\ufeff" + TEXT).getBytes(Charset.forName(order)), "it is UTF-32; save it as UTF-8");
    }
  }

  private static String decode(byte[] content) {
    return TextFile.decode(content, ErrorCode.DATASET, "the list a.csv");
  }

  private static void assertRefused(byte[] content, String why) {
    assertThatThrownBy(() -> decode(content))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read the list a.csv: " + why);
  }
}
