package dev.nemesis.data.catalogue;

import dev.nemesis.data.reader.AircraftLists;
import dev.nemesis.data.reader.CoOpSplit;
import dev.nemesis.data.reader.FoldersOfClasses;
import dev.nemesis.data.reader.ImageList;
import dev.nemesis.data.reader.ImageNetFolders;
import dev.nemesis.data.reader.NumberedFolders;
import dev.nemesis.data.reader.RankedFolders;
import dev.nemesis.data.reader.Shares;
import dev.nemesis.data.reader.SplitReader;
import dev.nemesis.error.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One value of the key {@code reader}.
 *
 * @param key as declarations write it
 * @param keys those it has beside those of all
 * @param of makes the reader of a declaration
 */
record ReaderKind(String key, List<String> keys, Function<DeclaredKeys, SplitReader> of) {
  private static final List<ReaderKind> ALL =
      List.of(
          new ReaderKind("coop", List.of("split"), keys -> new CoOpSplit(keys.text("split"))),
          new ReaderKind("aircraft", List.of(), keys -> new AircraftLists()),
          named("imagenet", ImageNetFolders::new),
          named("numbered_folders", NumberedFolders::new),
          named("ranked_folders", RankedFolders::new),
          new ReaderKind("folders", List.of("split", "class_names"), ReaderKind::folders),
          new ReaderKind("list", List.of("list", "train", "val", "test"), ReaderKind::imageList));

  ReaderKind {
    keys = List.copyOf(keys);
  }

  /** The one a declaration names; CoOp's split file where it names none. */
  static ReaderKind of(DeclaredKeys declaration) {
    String name = declaration.optionalText("reader").orElse("coop");
    List<String> known = ALL.stream().map(ReaderKind::key).toList();
    return ALL.stream()
        .filter(reader -> reader.key.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                declaration.unusable(
                    "there is no reader "
                        + name
                        + Nearest.hint(name, known)
                        + " (readers: "
                        + String.join(", ", known)
                        + ")"));
  }

  private static ReaderKind named(String key, Function<String, SplitReader> ofNames) {
    return new ReaderKind(
        key, List.of("class_names"), keys -> ofNames.apply(keys.text("class_names")));
  }

  private static SplitReader folders(DeclaredKeys declaration) {
    return new FoldersOfClasses(
        declaration.map("split").map(ReaderKind::shares), declaration.optionalText("class_names"));
  }

  private static Shares shares(DeclaredKeys split) {
    split.allow(List.of("train", "val", "test", "seed"));
    Shares shares =
        new Shares(
            split.number("train").orElse(0.0),
            split.number("val").orElse(0.0),
            split.number("test").orElse(0.0),
            split.count("seed").orElse(1));
    shares
        .fault()
        .ifPresent(
            why -> {
              throw split.unusable("its key split does not share images out: " + why);
            });
    return shares;
  }

  private static SplitReader imageList(DeclaredKeys declaration) {
    Map<String, String> files = new LinkedHashMap<>();
    if (declaration.has("list")) {
      for (String part : List.of("train", "val", "test")) {
        if (declaration.has(part)) {
          throw declaration.unusable("it has the key " + part + " beside list; give one or other");
        }
      }
      files.put("", declaration.text("list"));
      return new ImageList(files);
    }
    if (!declaration.has("test")) {
      throw declaration.unusable("it lacks the key list, or test (and train, val)");
    }
    for (String part : List.of("train", "val", "test")) {
      declaration.optionalText(part).ifPresent(file -> files.put(part, file));
    }
    return new ImageList(files);
  }
}
