package dev.nemesis.spark;

import dev.nemesis.spark.feature.Assets;
import picocli.CommandLine.Option;

/** Which model, and where datasets lie, for commands that read no grid file. */
final class AssetOptions {
  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "The CLIP weights, or 'mini'.")
  private String weights;

  @Option(
      names = "--weights-config",
      paramLabel = "FILE",
      description =
          "Their configuration, as open_clip or Hugging Face write it; "
              + "default: the one beside them, else as OpenAI published it.")
  private String config;

  @Option(
      names = "--vocab",
      required = true,
      paramLabel = "FILE",
      description = "Their byte-pair vocabulary, or 'mini'.")
  private String vocab;

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      description = "Folder that holds the datasets' folders.")
  private String dataRoot;

  @Option(
      names = "--data-declarations",
      paramLabel = "DIR",
      description = "Folder with declarations of further datasets.")
  private String declarations;

  Assets assets() {
    return Assets.of(weights, config, vocab, dataRoot, declarations);
  }
}
