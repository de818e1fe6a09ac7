package dev.nemesis.data.reader;

import dev.nemesis.data.FolderListing;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Litter;
import dev.nemesis.data.PictureFiles;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Folders of which each holds the images of one class, listed once each. Names are taken in their
 * sorted order: directories have none that two file systems agree on. A folder without an image is
 * no class; what else is there and not used is remembered.
 */
final class ClassFolders {
  private static final int AT_A_TIME = 8;

  /** Files that people write for people. */
  private static final Pattern TO_BE_READ =
      Pattern.compile(
          "(readme|licen[cs]e|copying|notice|citation|changelog)(\\.(txt|md|rst|html?|pdf|cff))?",
          Pattern.CASE_INSENSITIVE);

  private final PictureFiles pictures;
  private final Set<String> own;
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();
  private final Set<String> ignored = new ConcurrentSkipListSet<>();
  private final Set<String> leftOut = new ConcurrentSkipListSet<>();

  /**
   * Lists nothing yet.
   *
   * @param own files of the dataset that are no images and may lie among them
   */
  ClassFolders(PictureFiles pictures, Set<String> own) {
    this.pictures = pictures;
    this.own = Set.copyOf(own);
  }

  /**
   * The folders of train, val and test.
   *
   * @throws InputException if it is not clear which they are, or there is none for test
   */
  SortedMap<String, String> splits() {
    FolderListing listing = listing("");
    SplitFolders splits = SplitFolders.of(pictures.locate(""), folders("", listing));
    splits.others().forEach(folder -> leftOut.add(folder + "/"));
    if (!splits.bySplit().containsKey("test")) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "find the folder %s: there is none, nor a tar of it; if %s is a class's, share the images out"
                  .formatted(pictures.locate("test/"), example(splits))
              + " by a key such as split: {train: 0.5, val: 0.2, test: 0.3}");
    }
    return splits.bySplit();
  }

  private static String example(SplitFolders splits) {
    return splits.others().isEmpty()
        ? "each folder in " + String.join(", ", splits.bySplit().values())
        : "each folder, as " + splits.others().get(0) + ",";
  }

  /**
   * The class folders in a folder, each with the paths of its images. Several are listed at a time:
   * far away, ImageNet's 2,000 take long one after the other.
   *
   * @param parent empty for the images' own folder, else ending in a slash
   * @throws InputException if there are none, or one holds what cannot be used
   */
  SortedMap<String, List<String>> in(String parent) {
    SortedSet<String> folders = folders(parent, listing(parent));
    SortedMap<String, List<String>> images = new TreeMap<>();
    ForkJoinPool pool = new ForkJoinPool(AT_A_TIME);
    try {
      List<String> names = List.copyOf(folders);
      List<List<String>> paths =
          pool.submit(
                  () ->
                      names.parallelStream().map(folder -> images(parent + folder + "/")).toList())
              .join();
      for (int i = 0; i < names.size(); i++) {
        if (paths.get(i).isEmpty()) {
          leftOut.add(parent + names.get(i) + "/");
        } else {
          images.put(names.get(i), paths.get(i));
        }
      }
    } finally {
      pool.shutdown();
    }
    if (images.isEmpty()) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "find classes in "
              + pictures.locate(parent)
              + ": it has no folder, nor a tar, with the images of a class");
    }
    return images;
  }

  /** Images with the label of the folder they are in. */
  static List<LabeledImage> labelled(
      SortedMap<String, List<String>> images, ToIntFunction<String> label) {
    List<LabeledImage> labelled = new ArrayList<>();
    images.forEach(
        (folder, paths) -> {
          int of = label.applyAsInt(folder);
          paths.forEach(path -> labelled.add(new LabeledImage(path, of)));
        });
    return labelled;
  }

  /** Images with the rank of their folder as label. */
  static List<LabeledImage> labelled(SortedMap<String, List<String>> images) {
    Map<String, Integer> labels = new TreeMap<>();
    images.keySet().forEach(folder -> labels.put(folder, labels.size()));
    return labelled(images, labels::get);
  }

  private List<String> images(String folder) {
    FolderListing listing = listing(folder);
    for (String inner : withoutLitter(folder, listing.folders(), "/")) {
      FolderListing nested = listing(folder + inner + "/");
      if (!withoutLitter(folder + inner + "/", nested.files().keySet(), "").isEmpty()
          || !withoutLitter(folder + inner + "/", nested.folders(), "/").isEmpty()) {
        throw InputException.cannot(
            ErrorCode.DATASET,
            "use the class folder %s: it has the folder %s in it; images lie in their class's folder itself"
                .formatted(pictures.locate(folder), inner));
      }
      ignored.add(folder + inner + "/");
    }
    List<String> paths = new ArrayList<>();
    for (String name : withoutLitter(folder, listing.files().keySet(), "")) {
      paths.add(folder + name);
      lengths.put(folder + name, listing.files().get(name));
    }
    return paths;
  }

  /** The folders in a folder; what lies beside them is noted. */
  private SortedSet<String> folders(String parent, FolderListing listing) {
    for (String file : withoutLitter(parent, listing.files().keySet(), "")) {
      if (TO_BE_READ.matcher(file).matches()) {
        ignored.add(parent + file);
      } else if (!own.contains(parent + file)) {
        leftOut.add(parent + file);
      }
    }
    return withoutLitter(parent, listing.folders(), "/");
  }

  private SortedSet<String> withoutLitter(String parent, Set<String> names, String ending) {
    SortedSet<String> kept = new TreeSet<>();
    for (String name : names) {
      if (Litter.is(name)) {
        ignored.add(parent + name + ending);
      } else {
        kept.add(name);
      }
    }
    return kept;
  }

  /** The lengths of all images met so far, in bytes, by path. */
  Map<String, Long> lengths() {
    return lengths;
  }

  /** Files and folders met so far that are no images of a class. */
  Unused unused() {
    return new Unused(List.copyOf(ignored), List.copyOf(leftOut));
  }

  private FolderListing listing(String folder) {
    FolderListing listing = pictures.listing(folder).orElseThrow(() -> missing(folder));
    for (String link : listing.deadLinks()) {
      if (!Litter.is(link)) {
        throw InputException.cannot(
            ErrorCode.DATASET,
            "find %s: it is a link that leads nowhere".formatted(pictures.locate(folder + link)));
      }
    }
    return listing;
  }

  private InputException missing(String folder) {
    return InputException.cannot(
        ErrorCode.DATASET,
        "find the folder " + pictures.locate(folder) + ": there is none, nor a tar of it");
  }
}
