package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PromptCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code nemesis verify} prints and exits with. */
class VerifyCommandTest {
  private static final TensorData CTX = TensorData.of(new float[] {1, 2, 3, 4}, 2, 2);

  @TempDir Path folder;

  @BeforeEach
  void aCheckpointASchedulesRecordingAndOtherFiles() throws IOException {
    Files.write(folder.resolve("m.pth.tar-3"), new PromptCheckpoint(Map.of("ctx", CTX), 3).write());
    recorded(CTX);
    Files.writeString(
        folder.resolve("one.json"),
        "{\"1\": {\"lr\": [1e-5], \"omega\": [%s]}}".formatted(1 - 1 / (1 + Math.exp(0.1))));
    Files.writeString(folder.resolve("notes.txt"), "to do");
    Files.writeString(folder.resolve("more.txt"), "done");
  }

  @Test
  void whatPassesIsATableAndExitCodeZero() {
    CommandLineRun run = verify();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(lines(run))
        .containsExactly(
            "recording compared deviation tolerance result",
            at("m.pth.tar-3") + " checkpoint: ctx, bit for bit, epoch 0 0 PASS",
            at("one.json") + " schedules: learning rate, omega factor 0 1.0e-12 PASS",
            "not recognised: 2 .txt files in " + folder,
            "verified 2 recordings: 2 PASS, 0 FAIL, 0 skipped");
    int result = run.out().indexOf("result");
    assertThat(run.out().lines().skip(1).limit(2)).allMatch(l -> l.indexOf("PASS") == result);
  }

  @Test
  void whatFailsSaysByHowMuchOrWhyAndTheExitCodeIsOne() throws IOException {
    recorded(TensorData.of(new float[] {1, 2, 3, 5}, 2, 2));
    byte[] evil =
        "\u0080\u0002cos\nsystem\nX\u0002\0\0\0ls\u0085R.".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("evil.pt"), evil);
    Files.writeString(folder.resolve("cut.json"), "{\"50\": {\"lr\": [0.1, ");

    CommandLineRun run = verify();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(lines(run))
        .contains(
            at("m.pth.tar-3") + " checkpoint: ctx, bit for bit, epoch 1 0 FAIL values, ctx",
            "verified 4 recordings: 1 PASS, 3 FAIL, 0 skipped")
        .anyMatch(line -> line.startsWith(at("evil.pt")) && line.contains("'os.system'"))
        .anyMatch(line -> line.startsWith(at("cut.json")) && line.contains("not JSON at line 1"));
  }

  @Test
  void whatIsLeftOutIsCountedAndFailsNothing() throws IOException {
    Files.writeString(
        folder.resolve("words.json"), "[{\"text\": \"dog\", \"tokens\": [49406, 1929, 49407]}]");

    CommandLineRun run = verify();

    assertThat(run.code()).isZero();
    assertThat(lines(run))
        .contains("verified 3 recordings: 2 PASS, 0 FAIL, 1 skipped")
        .anyMatch(line -> line.contains("token ids - - SKIPPED") && line.contains("--vocab"));
  }

  @Test
  void theSameComesAsJson() throws IOException {
    recorded(TensorData.of(new float[] {1, 2, 3, 5}, 2, 2));

    CommandLineRun run = verify("--json");

    JsonNode root = new ObjectMapper().readTree(run.out());
    assertThat(run.code()).isEqualTo(1);
    assertThat(root.get("counts"))
        .hasToString("{\"recordings\":2,\"pass\":1,\"fail\":1,\"skipped\":0,\"unrecognised\":2}");
    assertThat(root.at("/unrecognised/1").asText()).isEqualTo(at("notes.txt"));
    JsonNode verdict = root.at("/verdicts/0");
    assertThat(verdict.get("name").asText()).isEqualTo(at("m.pth.tar-3"));
    assertThat(verdict.get("status").asText()).isEqualTo("FAIL");
    assertThat(verdict.get("measures")).hasSize(4);
    assertThat(verdict.at("/measures/2"))
        .hasToString(
            "{\"what\":\"values\",\"where\":\"ctx\",\"deviation\":1.0,\"tolerance\":0.0,"
                + "\"passes\":false}");
  }

  @Test
  void aPathVocabularyOrDeviceThatIsNotThereIsOneLineAndExitCodeTwo() {
    for (CommandLineRun run :
        List.of(
            CommandLineRun.of("verify", at("absent")),
            CommandLineRun.of("verify", folder.toString(), "--vocab", at("absent")))) {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).startsWith("Cannot find ").contains(at("absent")).hasLineCount(1);
      assertThat(run.out()).isEmpty();
    }
    CommandLineRun noDevice = verify("--device", "gpu:7777");
    assertThat(noDevice.code()).isEqualTo(2);
    assertThat(noDevice.err()).startsWith("Cannot use the device gpu:7777: ").hasLineCount(1);
    assertThat(noDevice.out()).isEmpty();
    assertThat(CommandLineRun.of("verify").code()).isEqualTo(2);
    CommandLineRun noVocabulary =
        CommandLineRun.of("verify", folder.toString(), "--vocab", at("notes.txt"));
    assertThat(noVocabulary.code()).isEqualTo(2);
    assertThat(noVocabulary.out()).isEmpty();
  }

  private CommandLineRun verify(String... options) {
    List<String> args = new ArrayList<>(List.of("verify", folder.toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private void recorded(TensorData ctx) throws IOException {
    Files.write(
        folder.resolve("m.ctx.safetensors"), Safetensors.write(Map.of("ctx", ctx), Map.of()));
  }

  private static List<String> lines(CommandLineRun run) {
    return run.out().lines().map(line -> line.replaceAll(" {2,}", " ")).toList();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
