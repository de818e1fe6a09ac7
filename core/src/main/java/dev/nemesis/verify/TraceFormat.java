package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.Optional;

/** Traces of trainings, which list steps, and of corruptions, which list rows. */
final class TraceFormat implements Format {
  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    if (!file.name().equals(Trace.FILE)) {
      return Optional.empty();
    }
    JsonNode json = file.json().orElseThrow();
    Trace trace = new Trace(file.path(), json);
    if (json.path("rows").isArray()) {
      return Optional.of(new CorruptionRecording(trace));
    }
    if (json.path("steps").isArray()) {
      return Optional.of(new TrainingRecording(trace));
    }
    throw InputException.cannot(
        ErrorCode.RECORDING,
        "use " + file.path() + ": it has neither steps, as trainings, nor rows, as corruptions");
  }
}
