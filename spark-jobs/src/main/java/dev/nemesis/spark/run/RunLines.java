package dev.nemesis.spark.run;

import java.util.function.Consumer;

/** Where a run says how it goes: {@link #accept} takes how far it is, in place of what it was. */
public interface RunLines extends Consumer<String> {
  /** Something that happened, and stays on the screen. */
  void say(String line);
}
