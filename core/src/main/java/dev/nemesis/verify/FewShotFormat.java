package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.reader.Splits;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Few-shot subsets as CoOp draws them, {@code shot_K-seed_S.json}: {@code train.data} and {@code
 * val.data}, lists of {@code {impath, label, classname}}. Each belongs to the split file, met on
 * the same walk, whose train list has its images.
 */
final class FewShotFormat implements Format {
  private static final Pattern NAME = Pattern.compile("shot_(\\d+)-seed_(\\d+)\\.json");

  private final SplitFiles splits = new SplitFiles();

  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    boolean isSubset =
        NAME.matcher(file.name()).matches()
            || file.json().filter(root -> root.at("/train/data").isArray()).isPresent();
    return isSubset ? Optional.of(new Subset(file.path(), splits)) : Optional.empty();
  }

  @Override
  public boolean isInput(WalkedFile file) {
    boolean isSplit =
        file.json()
            .filter(
                root ->
                    root.path("train").isArray()
                        && (root.path("val").isArray() || root.path("test").isArray()))
            .isPresent();
    if (isSplit) {
      splits.add(file.path());
    }
    return isSplit;
  }

  private record Subset(Path file, SplitFiles splits) implements Recording {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String compares() {
      return "few-shot subset: train, val";
    }

    @Override
    public Set<Path> files() {
      return Set.of(file);
    }

    @Override
    public Verdict replay(Replay replay) {
      JsonNode root = RecordedJson.read(file);
      List<Entry> train = entries(root, "train");
      List<Entry> val = entries(root, "val");
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (!name.matches()) {
        return Verdict.skipped(
            this, "its shots and seed are not known; it should be called shot_K-seed_S.json");
      }
      if (train.isEmpty()) {
        throw InputException.cannot(
            ErrorCode.RECORDING, "use " + file + ": its train.data is empty");
      }
      Optional<Splits> split =
          splits.of(
              train.stream().map(Entry::impath).toList(),
              candidate -> agreeing(candidate, train, name));
      if (split.isEmpty()) {
        return Verdict.skipped(
            this,
            "no split file is given that has %s; give its folder too"
                .formatted(train.get(0).impath()));
      }
      FewShot drawn = draw(split.get(), name.group(1), name.group(2));
      return Verdict.of(
          this,
          List.of(
              compare("train", drawn.train(), train, split.get()),
              compare("val", drawn.val(), val, split.get())));
    }

    /** How many of a split's own images this subset has where they were drawn. */
    private long agreeing(Splits split, List<Entry> recorded, Matcher name) {
      List<LabeledImage> drawn = draw(split, name.group(1), name.group(2)).train();
      return IntStream.range(0, Math.min(drawn.size(), recorded.size()))
          .filter(i -> recorded.get(i).is(drawn.get(i), split.classNames()))
          .count();
    }

    private FewShot draw(Splits split, String shots, String seed) {
      try {
        return FewShot.draw(
            split.train(), split.val(), Integer.parseInt(shots), Long.parseLong(seed));
      } catch (NumberFormatException e) {
        throw InputException.cannot(
            ErrorCode.RECORDING, "use " + file + ": its name has a number that is too large", e);
      }
    }

    private List<Entry> entries(JsonNode root, String part) {
      JsonNode data = RecordedJson.need(file, root, "/" + part + "/data");
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < data.size(); i++) {
        String at = "/" + part + "/data/" + i;
        entries.add(
            new Entry(
                RecordedJson.need(file, root, at + "/impath").asText(),
                RecordedJson.need(file, root, at + "/label").asInt(-1),
                RecordedJson.need(file, root, at + "/classname").asText()));
      }
      return entries;
    }

    private static Measure compare(
        String part, List<LabeledImage> drawn, List<Entry> recorded, Splits split) {
      Differences images = new Differences(part);
      for (int i = 0; i < Math.max(drawn.size(), recorded.size()); i++) {
        boolean equal =
            i < Math.min(drawn.size(), recorded.size())
                && recorded.get(i).is(drawn.get(i), split.classNames());
        images.add(equal, part + ".data[" + i + "]");
      }
      return images.measure();
    }
  }

  /** One image as it was drawn. Its path leads there from where the recording was made. */
  private record Entry(String impath, int label, String className) {
    boolean is(LabeledImage image, List<String> classNames) {
      return SplitFiles.leadsTo(impath, image.path())
          && label == image.label()
          && className.equals(classNames.get(image.label()));
    }
  }
}
