package dev.nemesis.spark;

import picocli.CommandLine.Option;

/** Which output folder to read. */
final class OutOption {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder that 'nemesis run' wrote to; a path or a URI.")
  private String location;

  String location() {
    return location;
  }
}
