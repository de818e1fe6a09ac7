package dev.nemesis.spark.feature;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.feature.BrokenImage;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Broken images as the user is told of them: each file once, however many features need it.
 *
 * @param files by dataset and path
 */
record BrokenImageReport(List<BrokenImage> files) {
  /** More are not listed on a screen. */
  private static final int LINES = 20;

  static BrokenImageReport of(Collection<BrokenImage> broken) {
    Map<List<String>, BrokenImage> files =
        new TreeMap<>(
            Comparator.<List<String>, String>comparing(file -> file.get(0))
                .thenComparing(file -> file.get(1)));
    broken.forEach(image -> files.put(List.of(image.key().dataset(), image.path()), image));
    return new BrokenImageReport(List.copyOf(files.values()));
  }

  /**
   * A line for each of the first files.
   *
   * @param what to call them
   */
  String lines(String what) {
    Stream<String> first =
        files.stream().limit(LINES).map(image -> what + ": " + image.line() + "\n");
    String rest = files.size() > LINES ? "and %,d more\n".formatted(files.size() - LINES) : "";
    return first.collect(joining()) + rest;
  }

  /** All of them, as a CSV file. */
  String csv() {
    return files.stream()
        .map(
            image ->
                "%s,%s,%s\n"
                    .formatted(
                        quoted(image.key().dataset()),
                        quoted(image.path()),
                        quoted(image.reason())))
        .collect(joining("", "dataset,path,reason\n", ""));
  }

  private static String quoted(String value) {
    return value.matches("[^\",\\r\\n]*") ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  /**
   * Why nothing is trained.
   *
   * @param file that lists them all
   */
  InputException refusal(String file) {
    String counts =
        files.stream()
            .collect(groupingBy(image -> image.key().dataset(), TreeMap::new, counting()))
            .entrySet()
            .stream()
            .map(of -> count(of.getValue()) + " of dataset " + of.getKey())
            .collect(joining(" and "));
    return InputException.cannot(
        ErrorCode.DATASET,
        ("use %s (%s); mend or remove %s, or run a grid with --set data.broken_images=skip;"
                + " all are listed in %s")
            .formatted(counts, files.get(0).line(), files.size() == 1 ? "it" : "them", file));
  }

  private static String count(long images) {
    return images == 1 ? "1 image" : "%,d images".formatted(images);
  }
}
