package dev.nemesis.spark.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.spark.table.OutFolder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which cells were planned to be trained together, by bundle id: {@code bundles/<number>.json}, one
 * a run that planned new ones. A run that goes on after a crash takes the same, so that what it
 * computes is what an undisturbed run would have, to the bit; and a finished cell's bundle can be
 * trained again.
 *
 * @param cells ids of a bundle's cells in order, by its id; the earliest planned first
 */
public record PlannedBundles(Map<String, List<String>> cells) {
  private static final String FOLDER = "bundles";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** None, for a run that is to plan all anew. */
  public static PlannedBundles none() {
    return new PlannedBundles(Map.of());
  }

  /** All that were ever planned in a folder. */
  public static PlannedBundles in(OutFolder out) {
    Map<String, List<String>> cells = new LinkedHashMap<>();
    for (String name : out.names(FOLDER)) {
      try {
        cells.putAll(
            JSON.readValue(
                out.read(FOLDER + "/" + name),
                new TypeReference<LinkedHashMap<String, List<String>>>() {}));
      } catch (JsonProcessingException e) {
        throw InputException.cannot(
            ErrorCode.OUTPUT,
            "read %s/%s in %s: it is not what 'nemesis run' writes; delete it"
                .formatted(FOLDER, name, out.location()),
            e);
      }
    }
    return new PlannedBundles(cells);
  }

  /**
   * Those of them that are still to be trained as a whole.
   *
   * @param open attempts by cell id; what is taken is removed
   */
  List<Bundle> whole(Map<String, Attempt> open) {
    Map<String, Bundle> whole = new TreeMap<>();
    cells.forEach(
        (id, members) -> {
          if (open.keySet().containsAll(members)) {
            whole.put(id, new Bundle(id, members.stream().map(open::get).toList()));
            open.keySet().removeAll(members);
          }
        });
    return List.copyOf(whole.values());
  }

  /** Writes down those of a plan that were not there. */
  public void add(OutFolder out, List<Bundle> planned) {
    Map<String, List<String>> fresh = new LinkedHashMap<>();
    for (Bundle bundle : planned) {
      if (!cells.containsKey(bundle.id())) {
        fresh.put(bundle.id(), bundle.attempts().stream().map(Attempt::cellId).toList());
      }
    }
    if (fresh.isEmpty()) {
      return;
    }
    try {
      String name =
          String.format(Locale.ROOT, "%s/%04d.json", FOLDER, out.names(FOLDER).size() + 1);
      out.replace(name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fresh) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Bundles are plain JSON", e);
    }
  }
}
