package dev.nemesis.spark;

import dev.nemesis.loss.Corruption;
import picocli.CommandLine.Option;

/** Option for the meaning of the strength of REPLACE's noise. */
final class NoiseOption {
  @Option(
      names = "--noise",
      defaultValue = "VARIANCE",
      paramLabel = "MEANING",
      description =
          "What the strength of REPLACE's noise is: ${COMPLETION-CANDIDATES} (std as in the released "
              + "script); default: ${DEFAULT-VALUE}, as in the paper.")
  private Corruption.Noise meaning;

  Corruption.Noise meaning() {
    return meaning;
  }
}
