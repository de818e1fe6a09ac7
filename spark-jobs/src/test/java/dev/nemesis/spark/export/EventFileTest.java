package dev.nemesis.spark.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFileTest {
  @Test
  void theReaderKnowsThePublishedCheckValueOfItsChecksum() {
    assertThat(TensorBoardReader.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xe3069283);
  }

  /** As every event file does: a record of 24 bytes, the checksum of 24, wall_time. */
  @Test
  void aFileBeginsWithTheBytesThatTensorFlowsBeginWith() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    EventFile unused = new EventFile(file, 1.5);

    byte[] start = Arrays.copyOf(file.toByteArray(), 13);
    assertThat(HexFormat.of().formatHex(start)).isEqualTo("1800000000000000a37f4b2209");
    assertThat(new String(file.toByteArray(), StandardCharsets.ISO_8859_1))
        .contains("\u001a\rbrain.Event:2");
  }

  @Test
  void whatIsWrittenIsReadBackWithItsChecksums() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    EventFile events = new EventFile(file, 1777629602.5);
    events.scalars(0, Map.of("ce_loss", 2.25, "norm/01", -0.1));
    events.scalars(
        200, Map.of("a name of more than one hundred and twenty-seven bytes ".repeat(4), 1e-5));
    events.scalars(70_000_000_000L, Map.of("ce_loss", Double.NaN));

    List<TensorBoardReader.Event> read = TensorBoardReader.read(file.toByteArray());

    assertThat(read)
        .extracting(TensorBoardReader.Event::step)
        .containsExactly(0L, 0L, 200L, 70_000_000_000L);
    assertThat(read).allMatch(event -> event.wallTime() == 1777629602.5);
    assertThat(read.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(read.get(1).scalars()).isEqualTo(Map.of("ce_loss", 2.25f, "norm/01", -0.1f));
    assertThat(read.get(2).scalars()).containsValue(1e-5f);
    assertThat(read.get(3).scalars()).isEqualTo(Map.of("ce_loss", Float.NaN));
  }

  @Test
  void whatWasChosenIsReadBackByItsKind() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    EventFile events = new EventFile(file, 1.0);
    events.value(
        HyperParameters.start(Map.of("tau", 0.5, "seed", 3L, "selection", false, "norm", "ℓ2"), 2));

    TensorBoardReader.Session start =
        TensorBoardReader.session(
            TensorBoardReader.read(file.toByteArray())
                .get(1)
                .plugins()
                .get("_hparams_/session_start_info"));
    assertThat(start.values())
        .isEqualTo(Map.of("tau", 0.5, "seed", 3.0, "selection", false, "norm", "ℓ2"));
    assertThat(start.seconds()).isEqualTo(2);
  }
}
