package dev.nemesis.spark.run;

import dev.nemesis.spark.table.DamagedFiles;
import dev.nemesis.spark.table.FinishedBundles;
import dev.nemesis.spark.table.OutFolder;
import java.util.List;
import java.util.stream.Stream;

/**
 * Repairs that a folder needs before it is written to, because of an earlier run or of what became
 * of its files since.
 *
 * @param damaged files that are not what was written
 * @param halfCommitted whether tasks were killed while they committed
 */
public record Recovery(List<DamagedFiles.Damaged> damaged, boolean halfCommitted) {
  public Recovery {
    damaged = List.copyOf(damaged);
  }

  /** Looks, and changes nothing. Reads every file of results. */
  public static Recovery of(OutFolder out) {
    return new Recovery(
        Stream.concat(DamagedFiles.find(out).stream(), PlannedBundles.in(out).damaged().stream())
            .toList(),
        FinishedBundles.areLeft(out));
  }

  /** Whether there is anything to be put right. */
  public boolean isNeeded() {
    return halfCommitted || !damaged.isEmpty();
  }

  /** Puts it right, and says what. Needs the lease. */
  public void apply(OutFolder out, RunLines lines) {
    if (halfCommitted) {
      FinishedBundles.Recovered recovered = FinishedBundles.recover(out);
      if (recovered.whole() > 0) {
        lines.say(
            "%d bundles were left half committed; their finished cells are all there now"
                .formatted(recovered.whole()));
      }
      tell(recovered.damaged(), lines);
    }
    DamagedFiles.moveAside(out, damaged);
    tell(damaged, lines);
  }

  private static void tell(List<DamagedFiles.Damaged> damaged, RunLines lines) {
    damaged.forEach(
        file -> lines.say("%s; moved to %s, %s".formatted(file, DamagedFiles.FOLDER, file.then())));
  }
}
