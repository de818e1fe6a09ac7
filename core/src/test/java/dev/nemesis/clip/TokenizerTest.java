package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokenizerTest {
  private static final String FIVE_MERGES =
      "#version: own\nd o\ndo g</w>\na t</w>\nc at</w>\nÃ ©</w>\n";

  private static final Tokenizer OWN = own(FIVE_MERGES, 519);

  @ReadsShared
  @Test
  void clipsPublishedFileGivesTheTokensItsModelsRead() {
    Tokenizer clip =
        Tokenizer.load(
            new Path(Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz").toUri()),
            new Configuration(),
            49408);

    assertThat(clip.vocabSize()).isEqualTo(49408);
    assertThat(clip.tokens("a photo of a dog.", 9))
        .containsExactly(49406, 320, 1125, 539, 320, 1929, 269, 49407, 0);
  }

  @Test
  void aWordBecomesItsLongestMergesAndTheRestBytes() {
    assertThat(spelt("dog cat dot")).containsExactly("dog</w>", "cat</w>", "do", "t</w>");
    assertThat(spelt("do3g")).containsExactly("d", "o</w>", "3</w>", "g</w>");
  }

  @Test
  void bytesOutsideAsciiAreMergedToo() {
    assertThat(spelt("é")).containsExactly("Ã©</w>");
    assertThat(spelt("e\u0301")).as("decomposed").containsExactly("Ã©</w>");
  }

  @Test
  void textIsRepairedBeforeItIsEncoded() {
    assertThat(OWN.encode("  DOG\n\t&amp;amp; cat&#39;s ")).isEqualTo(OWN.encode("dog & cat's"));
    assertThat(OWN.encode("cat’s “dog” ﬁsh ＤＯＧ")).isEqualTo(OWN.encode("cat's \"dog\" fish dog"));
    assertThat(OWN.encode("&lsquo;dog&rsquo; &eacute;")).isEqualTo(OWN.encode("'dog' é"));
    assertThat(OWN.encode("dog &#1114112; &#x110000; &#0; &#99999999999;"))
        .as("numbers of no character")
        .isEqualTo(OWN.encode("dog \ufffd \ufffd \ufffd \ufffd"));
  }

  @Test
  void anApostropheEndingIsAWordOfItsOwn() {
    assertThat(spelt("dog's cat/dog"))
        .containsExactly("dog</w>", "'", "s</w>", "cat</w>", "/</w>", "dog</w>");
  }

  @Test
  void tokensHaveStartAndEndAndAreFilledWithZeros() {
    assertThat(OWN.tokens("dog", 6))
        .containsExactly(OWN.sos(), OWN.encode("dog")[0], OWN.eot(), 0, 0, 0);
    assertThat(OWN.sos()).isEqualTo(517);
    assertThat(OWN.eot()).isEqualTo(518);
  }

  @Test
  void aTextThatIsTooLongIsNamed() {
    assertThat(OWN.tokens("dog dog", 4)).hasSize(4);
    assertThatThrownBy(() -> OWN.tokens("dog dog cat", 4))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot encode the text \"dog dog cat\": it takes 5 tokens with its start and end, and"
                + " the weights read 4");
  }

  @Test
  void aVocabularyMayBeGzipped() throws IOException {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(FIVE_MERGES.getBytes(StandardCharsets.UTF_8));
    }
    Tokenizer tokenizer =
        Tokenizer.load(new ByteArrayInputStream(gzipped.toByteArray()), "own.gz", 519);

    assertThat(tokenizer.encode("dog cat")).isEqualTo(OWN.encode("dog cat"));

    byte[] cut = Arrays.copyOf(gzipped.toByteArray(), gzipped.size() - 20);
    assertRefused(() -> Tokenizer.load(new ByteArrayInputStream(cut), "own.gz", 519), "own.gz");
  }

  @Test
  void aVocabularyOfTheWrongSizeSaysWhatTheWeightsNeed() {
    assertRefused(
        () -> own(FIVE_MERGES, 520),
        "Cannot use the vocabulary own: it has 5 merges, and weights of 520 tokens need 6");
    assertRefused(() -> own(FIVE_MERGES, 49408), "need 48894, or the 262144 of CLIP's published");
    assertRefused(() -> own(FIVE_MERGES, 100), "at least 514 tokens");
  }

  @ReadsShared
  @Test
  void clipsPublishedFileDoesNotFitASmallerModel() {
    Path file = new Path(Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz").toUri());
    assertRefused(
        () -> Tokenizer.load(file, new Configuration(), 1000),
        "it has 262144 merges, and weights of 1000");
  }

  @Test
  void aMalformedOrMissingVocabularyIsNamedWithItsLine() {
    assertRefused(() -> own("#header\na b\nc\n", 516), "vocabulary own: line 3 is not two symbols");
    assertRefused(() -> own("", 516), "vocabulary own: it is empty");
    assertRefused(
        () -> own("#h\na b\n\0", 516), "vocabulary own: line 3: byte 8 of the file, 0x00");
    assertRefused(
        () -> Tokenizer.load(new Path("file:///no/such/vocab.gz"), new Configuration(), 516),
        "/no/such/vocab.gz");
  }

  private static void assertRefused(ThrowingCallable load, String message) {
    assertThatThrownBy(load)
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VOCABULARY))
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining(message);
  }

  private static String[] spelt(String text) {
    return IntStream.of(OWN.encode(text)).mapToObj(OWN::decode).toArray(String[]::new);
  }

  private static Tokenizer own(String vocabulary, int vocabSize) {
    return Tokenizer.load(
        new ByteArrayInputStream(vocabulary.getBytes(StandardCharsets.UTF_8)), "own", vocabSize);
  }
}
