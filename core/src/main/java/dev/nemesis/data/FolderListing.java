package dev.nemesis.data;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The contents of one folder, in order of the names, for file systems list in orders of their own.
 *
 * @param files lengths in bytes, by name
 * @param folders names; a tar counts as a folder of its name without {@code .tar}
 * @param deadLinks names of links that lead nowhere
 */
public record FolderListing(
    SortedMap<String, Long> files, SortedSet<String> folders, SortedSet<String> deadLinks) {
  public FolderListing {
    files = Collections.unmodifiableSortedMap(files);
    folders = Collections.unmodifiableSortedSet(folders);
    deadLinks = Collections.unmodifiableSortedSet(deadLinks);
  }
}
