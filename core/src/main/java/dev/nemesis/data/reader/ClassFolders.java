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

/**
 * Folders of which each holds the images of one class, listed once each. Names are taken in their
 * sorted order: directories have none that two file systems agree on. What begins with a dot is
 * hidden, and no image.
 */
final class ClassFolders {
  private final PictureFiles pictures;
  private final Map<String, Long> lengths = new HashMap<>();

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

  /** The images of one class; its folder's name ends in a slash. */
  List<LabeledImage> images(String folder, int label) {
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
