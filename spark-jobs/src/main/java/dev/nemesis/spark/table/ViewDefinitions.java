package dev.nemesis.spark.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How views are made, in an order in which each is made from those before it; most queries need few
 * of them, and Spark takes its time over each.
 */
final class ViewDefinitions {
  /** A comment in the definition of a view; in a user's query it may be part of a text. */
  private static final Pattern COMMENT = Pattern.compile("(?m)--.*$");

  private static final Pattern NOT_IN_NAMES = Pattern.compile("\\W+");

  private final Map<String, Definition> all = new LinkedHashMap<>();

  private record Definition(Runnable making, Set<String> words) {}

  /** A view that is made from files. */
  ViewDefinitions add(String name, Runnable making) {
    all.put(name, new Definition(making, Set.of()));
    return this;
  }

  /** A view that is made from others, whose names are in its text. */
  ViewDefinitions add(String name, String text, Runnable making) {
    all.put(name, new Definition(making, words(COMMENT.matcher(text).replaceAll(" "))));
    return this;
  }

  /** Makes every view. */
  void makeAll() {
    all.values().forEach(definition -> definition.making.run());
  }

  /** Makes the views that queries name, and those they are made from; all where none is named. */
  void makeFor(List<String> queries) {
    Set<String> words = new LinkedHashSet<>();
    queries.forEach(query -> words.addAll(words(query)));
    List<String> names = new ArrayList<>(all.keySet());
    List<Definition> needed = new ArrayList<>();
    for (int i = names.size() - 1; i >= 0; i--) {
      Definition definition = all.get(names.get(i));
      if (words.contains(names.get(i))) {
        needed.add(0, definition);
        words.addAll(definition.words);
      }
    }
    if (needed.isEmpty()) {
      makeAll();
    } else {
      needed.forEach(definition -> definition.making.run());
    }
  }

  private static Set<String> words(String text) {
    return Set.of(
        NOT_IN_NAMES
            .splitAsStream(text.toLowerCase(Locale.ROOT))
            .distinct()
            .toArray(String[]::new));
  }
}
