package dev.nemesis.data.reader;

import dev.nemesis.data.FolderListing;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.PictureFiles;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToIntFunction;

/**
 * Folders of which each holds the images of one class, listed once each. Names are taken in their
 * sorted order: directories have none that two file systems agree on. What begins with a dot is
 * hidden, and no image.
 */
final class ClassFolders {
  private static final int AT_A_TIME = 8;

  private final PictureFiles pictures;
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();

  ClassFolders(PictureFiles pictures) {
    this.pictures = pictures;
  }

  /** Whether there is such a folder: empty for the images' own, else ending in a slash. */
  boolean exist(String parent) {
    return pictures.listing(parent).isPresent();
  }

  /**
   * The class folders in a folder.
   *
   * @throws InputException if there are none
   */
  List<String> in(String parent) {
    List<String> folders = new ArrayList<>();
    for (String folder : listing(parent).folders()) {
      if (!folder.startsWith(".")) {
        folders.add(folder);
      }
    }
    if (folders.isEmpty()) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "find classes in " + pictures.locate(parent) + ": it has no folder, nor a tar, a class");
    }
    return folders;
  }

  /**
   * The images of classes, several folders listed at a time: far away, ImageNet's 2,000 take long
   * one after the other.
   *
   * @param parent in which the folders are
   * @param label of the class in a folder
   * @return a list for each folder, in their order
   */
  List<List<LabeledImage>> images(
      String parent, List<String> folders, ToIntFunction<String> label) {
    ForkJoinPool pool = new ForkJoinPool(AT_A_TIME);
    try {
      return pool.submit(
              () ->
                  folders.parallelStream()
                      .map(folder -> images(parent + folder + "/", label.applyAsInt(folder)))
                      .toList())
          .join();
    } finally {
      pool.shutdown();
    }
  }

  /** The same in one list, of all classes there are: the first folder has label 0. */
  List<LabeledImage> images(String parent, List<String> folders) {
    Map<String, Integer> labels = new HashMap<>();
    folders.forEach(folder -> labels.put(folder, labels.size()));
    return images(parent, folders, labels::get).stream().flatMap(List::stream).toList();
  }

  private List<LabeledImage> images(String folder, int label) {
    List<LabeledImage> images = new ArrayList<>();
    listing(folder)
        .files()
        .forEach(
            (name, length) -> {
              if (!name.startsWith(".")) {
                String path = folder + name;
                images.add(new LabeledImage(path, label));
                lengths.put(path, length);
              }
            });
    return images;
  }

  /** Of all images met so far, in bytes. */
  Map<String, Long> lengths() {
    return lengths;
  }

  private FolderListing listing(String folder) {
    Optional<FolderListing> listing = pictures.listing(folder);
    return listing.orElseThrow(
        () ->
            InputException.cannot(
                ErrorCode.DATASET,
                "find the folder " + pictures.locate(folder) + ": there is none, nor a tar of it"));
  }
}
