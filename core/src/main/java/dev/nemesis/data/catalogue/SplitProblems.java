package dev.nemesis.data.catalogue;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.catalogue.DatasetCheck.Kind;
import dev.nemesis.data.catalogue.DatasetCheck.Problem;
import dev.nemesis.data.reader.Splits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Problems of a dataset that its lists alone show: no file is looked for. */
final class SplitProblems {
  /** Paths of one kind in a line. */
  private static final int SAID = 3;

  private SplitProblems() {}

  /** Returns all problems of the lists. */
  static List<Problem> of(Splits splits) {
    List<Problem> problems = new ArrayList<>();
    if (splits.lengths().isEmpty()) { // folders list each of their files once
      twice(splits, problems);
    }
    splits.unused().leftOut().forEach(path -> problems.add(new Problem(Kind.LEFT_OUT, path)));
    emptyLabels("train", splits, splits.train(), problems);
    emptyLabels("test", splits, splits.test(), problems);
    return problems;
  }

  /** Notes of a run on a dataset it goes on with: a line a kind, and one of what is litter. */
  static List<String> notes(String dataset, Splits splits) {
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      byKind.put(kind.title(), new ArrayList<>());
    }
    of(splits).forEach(problem -> byKind.get(problem.kind().title()).add(problem.what()));
    byKind.put("ignored", splits.unused().ignored());
    return byKind.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> dataset + ": " + entry.getKey() + ": " + first(entry.getValue()))
        .toList();
  }

  /** The first of some things, and how many more there are. */
  static String first(List<String> what) {
    String said = what.stream().limit(SAID).collect(Collectors.joining(", "));
    return what.size() <= SAID ? said : said + " and %d more".formatted(what.size() - SAID);
  }

  private static void twice(Splits splits, List<Problem> problems) {
    Map<String, List<LabeledImage>> parts = parts(splits);
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new HashSet<>();
    parts.values().stream()
        .flatMap(List::stream)
        .map(image -> plain(image.path()))
        .filter(path -> !seen.add(path))
        .forEach(repeated::add);
    Map<String, String> first = new HashMap<>();
    parts.forEach(
        (part, images) -> {
          for (int i = 0; i < images.size() && !repeated.isEmpty(); i++) {
            String path = plain(images.get(i).path());
            String where = part + "[" + i + "]";
            String before = repeated.contains(path) ? first.putIfAbsent(path, where) : null;
            if (before != null) {
              problems.add(new Problem(Kind.DUPLICATE, path + " is " + before + " and " + where));
            }
          }
        });
  }

  /** ImageNet's val list is its test list by design, and its images are no duplicates for that. */
  private static Map<String, List<LabeledImage>> parts(Splits splits) {
    Map<String, List<LabeledImage>> parts = new LinkedHashMap<>(splits.parts());
    if (splits.val().equals(splits.test())) {
      parts.remove("val");
    }
    return parts;
  }

  /** A path without steps that lead nowhere: {@code ./a//b} is {@code a/b}. */
  private static String plain(String path) {
    return path.startsWith("./") || path.contains("//") || path.contains("/./")
        ? Arrays.stream(path.split("/"))
            .filter(step -> !step.isEmpty() && !step.equals("."))
            .collect(Collectors.joining("/"))
        : path;
  }

  private static void emptyLabels(
      String part, Splits splits, List<LabeledImage> images, List<Problem> problems) {
    if (images.isEmpty()) { // for tests only
      return;
    }
    BitSet labels = new BitSet();
    images.forEach(image -> labels.set(image.label()));
    for (int label = 0; label < splits.classNames().size(); label++) {
      if (!labels.get(label)) {
        problems.add(
            new Problem(
                Kind.EMPTY_LABEL,
                "%d %s has none in %s".formatted(label, splits.classNames().get(label), part)));
      }
    }
  }
}
