package dev.nemesis.data.reader;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.data.LabeledImage;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes and splits of a dataset, as its files give them.
 *
 * @param classNames in label order
 * @param train empty for what is for tests only
 * @param val may be empty
 * @param test at least one image
 * @param lengths of images in bytes, by path, where the reader has met them; else empty
 * @param unused what lies among the images and is none of them, where the reader has looked
 */
public record Splits(
    List<String> classNames,
    List<LabeledImage> train,
    List<LabeledImage> val,
    List<LabeledImage> test,
    Map<String, Long> lengths,
    Unused unused) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Splits {
    classNames = List.copyOf(classNames);
    train = List.copyOf(train);
    val = List.copyOf(val);
    test = List.copyOf(test);
  }

  /** Creates the splits of a file that lists images without being near them. */
  static Splits listed(
      List<String> classNames,
      List<LabeledImage> train,
      List<LabeledImage> val,
      List<LabeledImage> test) {
    return new Splits(classNames, train, val, test, Map.of(), Unused.NONE);
  }

  /** The three lists by their names. */
  public Map<String, List<LabeledImage>> parts() {
    Map<String, List<LabeledImage>> parts = new LinkedHashMap<>();
    parts.put("train", train);
    parts.put("val", val);
    parts.put("test", test);
    return parts;
  }

  /**
   * SHA-256 (hex) of class names, paths and labels. The files' white space and the order of the
   * three lists do not count, the order within a list does.
   */
  public String digest() {
    return digest(List.of(classNames, train, val, test));
  }

  /**
   * SHA-256 (hex) of what the digest is of and of the images' lengths, so that one that was mended
   * or replaced makes another dataset. The contents are not read: they may be hundreds of gigabytes
   * far away, and a listing has the lengths.
   *
   * @param lengths of every image in bytes, by path
   */
  public String digest(Map<String, Long> lengths) {
    List<Long> inOrder =
        Stream.of(train, val, test)
            .flatMap(List::stream)
            .map(image -> lengths.get(image.path()))
            .toList();
    return digest(List.of(digest(), inOrder));
  }

  /**
   * Hashes the JSON of a value while it is written: ImageNet's is too long to be held for no other
   * use.
   */
  private static String digest(List<?> content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (OutputStream to = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
        JSON.writeValue(to, content);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot digest a split", e); // strings, numbers, a JDK digest
    }
  }
}
