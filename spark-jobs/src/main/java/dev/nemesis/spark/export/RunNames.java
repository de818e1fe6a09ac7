package dev.nemesis.spark.export;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Names of cells whose order is that of their numbers, where ids sort 16 shots before 2: shots,
 * prompts, omegas and seeds have zeros before them, up to two digits or as many as any cell of the
 * export has.
 */
final class RunNames {
  private static final int DIGITS = 2;

  private static final List<Pattern> NUMBERS =
      List.of(
          Pattern.compile("(?<=-)\\d+(?=shot-)"),
          Pattern.compile("(?<=-)\\d+(?=prompts-)"),
          Pattern.compile("(?<=-w)\\d+(?=[.-])"),
          Pattern.compile("(?<=-pw)\\d+(?=[.-])"),
          Pattern.compile("(?<=-s)\\d+(?=-)"));

  private RunNames() {}

  /** The name of each id. */
  static Map<String, String> of(Collection<String> ids) {
    Map<String, String> names = new TreeMap<>();
    ids.forEach(id -> names.put(id, id));
    for (Pattern number : NUMBERS) {
      int digits =
          ids.stream()
              .flatMap(id -> number.matcher(id).results())
              .mapToInt(found -> found.group().length())
              .reduce(DIGITS, Math::max);
      names.replaceAll(
          (id, name) -> number.matcher(name).replaceAll(found -> padded(found, digits)));
    }
    return names;
  }

  private static String padded(MatchResult number, int digits) {
    return "0".repeat(digits - number.group().length()) + number.group();
  }
}
