package dev.nemesis.spark.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.spark.table.DamagedFiles.Damaged;
import dev.nemesis.spark.table.JsonFile;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Which cells were planned to be trained together, by bundle id: {@code
 * bundles/<number>-<digest>.json}, one a run that planned new ones. A run that goes on after a
 * crash takes the same, so that what it computes is what an undisturbed run would have, to the bit;
 * and a finished cell's bundle can be trained again. A bundle's id holds a hash of its cells, so
 * one that is not what was planned is seen, and its file counts for nothing.
 *
 * @param cells ids of a bundle's cells in order, by its id; the earliest planned first
 * @param damaged files that are not what was written
 */
public record PlannedBundles(Map<String, List<String>> cells, List<Damaged> damaged) {
  private static final String FOLDER = "bundles";
  private static final int DIGEST_DIGITS = 12;

  /** Version 0.1 wrote no digest. */
  private static final Pattern NAME = Pattern.compile("(\\d{4,9})(-[0-9a-f]+)?\\.json");

  public PlannedBundles {
    damaged = List.copyOf(damaged);
  }

  /** None, for a run that is to plan all anew. */
  public static PlannedBundles none() {
    return new PlannedBundles(Map.of(), List.of());
  }

  /** All that were ever planned in a folder. */
  public static PlannedBundles in(OutFolder out) {
    Map<String, List<String>> cells = new LinkedHashMap<>();
    List<Damaged> damaged = new ArrayList<>();
    for (String name : names(out)) {
      try {
        cells.putAll(bundles(out, FOLDER + "/" + name));
      } catch (InputException e) {
        damaged.add(
            new Damaged(
                FOLDER + "/" + name,
                "it is no plan of bundles that 'nemesis run' wrote",
                "cells of it that are not done are bundled anew"));
      }
    }
    return new PlannedBundles(cells, damaged);
  }

  private static Map<String, List<String>> bundles(OutFolder out, String file) {
    String otherwise = "it is not what 'nemesis run' writes";
    Map<String, List<String>> bundles =
        JsonFile.read(
            out, file, new TypeReference<LinkedHashMap<String, List<String>>>() {}, otherwise);
    bundles.forEach(
        (id, members) -> {
          if (members == null || !Bundle.isOf(id, members)) {
            throw InputException.cannot(
                ErrorCode.OUTPUT, "read %s in %s: %s".formatted(file, out.location(), otherwise));
          }
        });
    return bundles;
  }

  private static List<String> names(OutFolder out) {
    return out.names(FOLDER).stream().filter(NAME.asMatchPredicate()).toList();
  }

  /**
   * Returns the planned bundles that are still to be trained as a whole.
   *
   * @param open attempts by cell id; what is taken is removed
   */
  List<Bundle> whole(Map<String, Attempt> open) {
    Map<String, Bundle> whole = new TreeMap<>();
    cells.forEach(
        (id, members) -> {
          if (open.keySet().containsAll(members)) {
            List<Attempt> attempts = members.stream().map(open::get).toList();
            if (Bundle.fit(attempts)) { // else its cells are planned anew
              whole.put(id, new Bundle(id, attempts));
              open.keySet().removeAll(members);
            }
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
    String text = JsonFile.text(fresh);
    String digest = DigestUtils.sha256Hex(text).substring(0, DIGEST_DIGITS);
    try {
      // A number may come again where somebody deleted the last file; with the digest no name does.
      out.commit(
          String.format(Locale.ROOT, "%s/%04d-%s.json", FOLDER, 1 + last(out), digest),
          text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StorageFault.cannot("write the plan of bundles to " + out.location(), e);
    }
  }

  private static int last(OutFolder out) {
    return names(out).stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .mapToInt(name -> Integer.parseInt(name.group(1)))
        .max()
        .orElse(0);
  }
}
