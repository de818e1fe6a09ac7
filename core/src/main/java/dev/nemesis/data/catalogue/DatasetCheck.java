package dev.nemesis.data.catalogue;

import dev.nemesis.data.BrokenImageException;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.PictureFiles;
import dev.nemesis.data.reader.Splits;
import dev.nemesis.error.StorageFault;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * A dataset whose lists could be read, to be looked through for what is wrong with its images.
 *
 * @param dataset its name
 * @param lengths of the images that are there, by path
 */
public record DatasetCheck(
    String dataset, Splits splits, PictureFiles pictures, Map<String, Long> lengths) {

  /** One thing that is wrong, or an image that is. */
  public record Problem(Kind kind, String what) {}

  /** The kinds of problem with an image, or with a label. */
  public enum Kind {
    /** A listed image that is not there. */
    MISSING("missing file"),
    /** An image that is there, and cannot be decoded. */
    UNREADABLE("unreadable file"),
    /** An image that is listed twice. */
    DUPLICATE("duplicate path"),
    /** Files and folders among the images' folders that are no images of a class. */
    LEFT_OUT("left out"),
    /** A class without an image to train on, or to test on. */
    EMPTY_LABEL("label without images");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The kind's name, for people to read: {@code missing file}. */
    public String title() {
      return title;
    }
  }

  static DatasetCheck of(String name, OpenedSplits opened) {
    return new DatasetCheck(name, opened.splits(), opened.pictures(), opened.lengths());
  }

  /** The dataset as it is, images that are missing included; its digest stands for nothing. */
  public Dataset asDataset() {
    return new Dataset(
        dataset,
        splits.classNames(),
        splits.train(),
        splits.val(),
        splits.test(),
        pictures,
        "checked " + dataset);
  }

  /** How many different images there are to look at. */
  public long images() {
    return lengths.size();
  }

  /** Problems of the lists, and images that are not there: nothing is decoded. */
  public List<Problem> ofLists() {
    List<Problem> problems = new ArrayList<>(SplitProblems.of(splits));
    splits
        .parts()
        .forEach(
            (part, images) -> {
              for (int i = 0; i < images.size(); i++) {
                String path = images.get(i).path();
                if (!lengths.containsKey(path)) {
                  problems.add(new Problem(Kind.MISSING, part + "[" + i + "] " + path));
                }
              }
            });
    return problems;
  }

  /** A note on files among the images that are none and are nothing wrong; empty without any. */
  public Optional<String> ignored() {
    List<String> ignored = splits.unused().ignored();
    return ignored.isEmpty()
        ? Optional.empty()
        : Optional.of("ignored: " + SplitProblems.first(ignored));
  }

  /**
   * Decodes every image that is there.
   *
   * @param threads at least 1
   * @param done told how many are done, after each
   */
  public List<Problem> decode(int threads, LongConsumer done) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Optional<Problem>>> results = new ArrayList<>();
      lengths.keySet().stream()
          .sorted()
          .forEach(path -> results.add(pool.submit(() -> decode(path))));
      List<Problem> problems = new ArrayList<>();
      long count = 0;
      for (Future<Optional<Problem>> result : results) {
        result.get().ifPresent(problems::add);
        done.accept(++count);
      }
      return problems;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while images were decoded", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Optional<Problem> decode(String path) {
    try {
      pictures.read(path);
      return Optional.empty();
    } catch (BrokenImageException e) {
      return Optional.of(new Problem(Kind.UNREADABLE, path + ": " + e.reason()));
    } catch (UncheckedIOException e) {
      return Optional.of(
          new Problem(Kind.UNREADABLE, path + ": " + StorageFault.reason(e.getCause())));
    }
  }
}
