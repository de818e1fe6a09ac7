package dev.nemesis.data.mini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.clip.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class MiniVocabularyTest {
  private static final int OTHER_TOKENS = 514;

  @Test
  void theShippedFileIsTheOneTheCaptionsGive() throws Exception {
    try (InputStream shipped = getClass().getResourceAsStream(MiniVocabulary.RESOURCE)) {
      assertThat(text(shipped)).isEqualTo(text(new ByteArrayInputStream(MiniVocabulary.file())));
    }
  }

  @Test
  void aWordOfTheCaptionsIsOneTokenAndAnUnspokenOneComesApart() {
    Tokenizer tokenizer = tokenizer();
    assertThat(tokenizer.vocabSize()).isLessThan(1000);
    assertThat(tokenizer.encode("a photo of a striped hourglass.")).hasSize(7);
    assertThat(tokenizer.encode("trapezoid").length).isGreaterThan(1);
  }

  @Test
  void everyClassNameFitsBehindSixteenSoftTokens() {
    Tokenizer tokenizer = tokenizer();
    for (Topic topic : MiniDatasets.TOPICS) {
      for (String name : topic.classNames()) {
        // start, 16 soft tokens, name, full stop, end
        assertThat(1 + 16 + tokenizer.encode(name + ".").length + 1).as(name).isLessThan(40);
      }
    }
  }

  private static String text(InputStream gzipped) throws IOException {
    return new String(new GZIPInputStream(gzipped).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Tokenizer tokenizer() {
    int vocabSize = MiniVocabulary.merges().size() + OTHER_TOKENS;
    return Tokenizer.load(
        new ByteArrayInputStream(MiniVocabulary.file()), "the mini vocabulary", vocabSize);
  }
}
