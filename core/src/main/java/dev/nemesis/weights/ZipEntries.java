package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The entries of a zip. Torch stores what it reads back uncompressed, so an entry is a piece of the
 * file and nothing is ever unpacked.
 */
final class ZipEntries {
  private final String file;
  private final ByteSource bytes;
  private final Map<String, Place> places;

  private record Place(boolean compressed, long offset, long size, long stored) {}

  private ZipEntries(String file, ByteSource bytes, Map<String, Place> places) {
    this.file = file;
    this.bytes = bytes;
    this.places = places;
  }

  /**
   * Finds the entries.
   *
   * @throws InputException if the zip is cut short or damaged, or has two entries of one name
   */
  static ZipEntries of(String file, ByteSource bytes) {
    Map<String, Place> places = new LinkedHashMap<>();
    try (ZipFile zip =
        ZipFile.builder()
            .setSeekableByteChannel(new SourceChannel(bytes))
            .setIgnoreLocalFileHeader(true)
            .get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        boolean plain = entry.getMethod() == ZipEntry.STORED;
        if (plain) {
          zip.getRawInputStream(entry).close(); // reads the local header, which says where data is
        }
        Place place =
            new Place(!plain, entry.getDataOffset(), entry.getSize(), entry.getCompressedSize());
        if (places.put(entry.getName(), place) != null) {
          throw Unreadable.because(
              file, "its zip holds two entries " + Unreadable.quoted(entry.getName()));
        }
      }
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the library has many ways to meet a bad zip
      throw Unreadable.because(file, "its zip is cut short or damaged", e);
    }
    return new ZipEntries(file, bytes, places);
  }

  /** All names, in the zip's order. */
  Set<String> names() {
    return places.keySet();
  }

  /**
   * An entry's bytes, a piece of the file.
   *
   * @return empty if there is none
   * @throws InputException if it is compressed, or its size is not that of a piece of the file
   */
  Optional<ByteSource> get(String name) {
    Place place = places.get(name);
    if (place == null) {
      return Optional.empty();
    }
    if (place.compressed) {
      throw Unreadable.because(
          file,
          "its entry "
              + Unreadable.quoted(name)
              + " is compressed ("
              + place.stored
              + " to "
              + place.size
              + " bytes), which torch never does; save the file again with torch.save");
    }
    if (place.size != place.stored
        || place.size < 0
        || place.offset < 0
        || place.offset > bytes.length()
        || place.size > bytes.length() - place.offset) {
      throw Unreadable.because(
          file,
          "its entry "
              + Unreadable.quoted(name)
              + " claims "
              + place.size
              + " bytes at "
              + place.offset
              + " in a file of "
              + bytes.length());
    }
    return Optional.of(bytes.range(place.offset, place.size));
  }
}
