package dev.nemesis.spark.run;

import dev.nemesis.spark.table.DamagedFiles;
import dev.nemesis.spark.table.FinishedBundles;
import dev.nemesis.spark.table.OutFolder;
import java.util.List;

/**
 * What an earlier run, or what became of its files since, left to be put right before a folder is
 * written to.
 *
 * @param damaged files that are not what was written
 * @param halfCommitted whether tasks were killed while they committed
 */
public record Tidying(List<DamagedFiles.Damaged> damaged, boolean halfCommitted) {
  public Tidying {
    damaged = List.copyOf(damaged);
  }

  /** Looks, and changes nothing. Reads every file of results. */
  public static Tidying of(OutFolder out) {
    return new Tidying(DamagedFiles.find(out), FinishedBundles.areLeft(out));
  }

  /** Whether there is anything to be put right. */
  public boolean isNeeded() {
    return halfCommitted || !damaged.isEmpty();
  }

  /** Puts it right, and says what. Needs the lease. */
  public void apply(OutFolder out, RunLines lines) {
    if (halfCommitted) {
      lines.say(
          "%d bundles were left half committed; their finished cells are all there now"
              .formatted(FinishedBundles.recover(out)));
    }
    DamagedFiles.moveAside(out, damaged);
    damaged.forEach(
        file ->
            lines.say(
                "%s; moved to %s, what it was of counts as not done"
                    .formatted(file, DamagedFiles.FOLDER)));
  }
}
