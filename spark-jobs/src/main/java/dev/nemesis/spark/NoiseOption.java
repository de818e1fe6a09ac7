package dev.nemesis.spark;

import dev.nemesis.norm.Corruption;
import picocli.CommandLine.Option;

/** What the strength of REPLACE's noise means. */
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
