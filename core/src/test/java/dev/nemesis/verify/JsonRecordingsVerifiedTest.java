package dev.nemesis.verify;

import static dev.nemesis.verify.EncodersVerifiedTest.assertFailsNaming;
import static dev.nemesis.verify.Tampered.copy;
import static dev.nemesis.verify.Tampered.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import dev.nemesis.verify.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of the tokenizer and of schedules under names of their own, and spoilt. */
@ReadsShared
class JsonRecordingsVerifiedTest {
  @TempDir Path folder;
  private Path texts;
  private Path schedules;

  @BeforeEach
  void recordingsUnderOtherNames() throws IOException {
    texts = copy(Shared.path("traces/tokenizer.json"), folder.resolve("mots.json"));
    schedules = copy(Shared.path("traces/schedules.json"), folder.resolve("by epochs.JSON"));
  }

  @Test
  void theyAreKnownByWhatTheySay() {
    assertThat(verdict(schedules).status()).isEqualTo(Status.PASS);
    assertThat(withVocabulary(texts).status()).isEqualTo(Status.PASS);
  }

  @Test
  void withoutAVocabularyTheTokenizerIsLeftOutSayingWhatToGive() {
    Verdict verdict = verdict(texts);

    assertThat(verdict.status()).isEqualTo(Status.SKIPPED);
    assertThat(verdict.message()).contains("--vocab");
  }

  @Test
  void oneTokenThatIsAnotherIsShownByItsText() throws IOException {
    Tampered.json(
        texts,
        root -> {
          ((ArrayNode) root.at("/2/tokens")).set(1, 1);
          ((ArrayNode) root.at("/5/tokens")).add(49407);
        });

    Measure worst = withVocabulary(texts).worst().orElseThrow();

    assertThat(worst.passes()).isFalse();
    assertThat(worst.deviation()).as("texts that differ").isEqualTo(2);
    assertThat(worst.where()).contains("The quick brown fox");
  }

  @Test
  void anEntryWithoutTokensIsNamed() throws IOException {
    Tampered.json(texts, root -> ((ObjectNode) root.get(3)).remove("tokens"));

    assertFailsNaming(withVocabulary(texts), "mots.json", "it has no 3/tokens");
  }

  @Test
  void aRateOrFactorThatIsOffFailsByHowMuch() throws IOException {
    Tampered.json(schedules, root -> ((ArrayNode) root.at("/50/omega")).set(49, 0.5));

    Verdict verdict = verdict(schedules);

    assertThat(verdict.status()).isEqualTo(Status.FAIL);
    assertThat(verdict.worst().orElseThrow().named()).isEqualTo("omega factor, epoch 49 of 50");
    assertThat(verdict.worst().orElseThrow().deviation()).isBetween(0.49, 0.5);
  }

  @Test
  void aScheduleThatIsNoNumberFails() throws IOException {
    Tampered.json(schedules, root -> ((ArrayNode) root.at("/10/lr")).set(0, "much"));

    assertThat(verdict(schedules).status()).isEqualTo(Status.FAIL);
    assertThat(verdict(schedules).worst().orElseThrow().named())
        .isEqualTo("learning rate, epoch 0 of 10");
  }

  @Test
  void aScheduleThatIsMissingOrTooShortIsNamed() throws IOException {
    Tampered.json(schedules, root -> ((ArrayNode) root.at("/100/lr")).remove(7));
    assertFailsNaming(verdict(schedules), "by epochs.JSON", "100/lr has 99 values");

    Tampered.json(schedules, root -> ((ObjectNode) root.get("10")).remove("omega"));
    assertFailsNaming(verdict(schedules), "by epochs.JSON", "it has no 10/omega");
  }

  @Test
  void jsonThatIsCutShortFailsAndTheOthersAreStillReplayed() throws IOException {
    Tampered.cut(texts);

    assertFailsNaming(Tampered.verdictOn(texts), "mots.json", "not JSON at line");
    assertThat(Tampered.verdictOn(schedules).status()).isEqualTo(Status.PASS);

    Files.writeString(texts, "");
    assertFailsNaming(Tampered.verdictOn(texts), "mots.json", "it is empty");
  }

  private static Verdict withVocabulary(Path file) {
    Path vocabulary = Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz");
    return Tampered.verdicts(Optional.of(vocabulary), file).get(0);
  }
}
