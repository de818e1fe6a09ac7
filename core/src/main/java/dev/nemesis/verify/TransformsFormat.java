package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.clip.ImageTransform;
import dev.nemesis.clip.ImageTransform.Box;
import dev.nemesis.data.Picture;
import dev.nemesis.data.PictureFiles;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Images and what Pillow and torchvision make of them: {@code cases.json} says which files and
 * which crops, {@code expected.safetensors} beside it has {@code eval.FILE} and {@code crop.FILE},
 * uint8 [size, size, 3]. Decoders of JPEG differ, so that those are compared on average.
 */
final class TransformsFormat implements Format {
  private static final String CASES = "cases.json";
  private static final String EXPECTED = "expected.safetensors";
  private static final double PNG_LEVELS = 1;
  private static final double JPEG_MEAN_LEVELS = 3;

  @Override
  public Optional<Recording> recognise(WalkedFile file) {
    boolean isExpected =
        file.name().equals(EXPECTED)
            && file.safetensors().orElseThrow().tensors().keySet().stream()
                .anyMatch(tensor -> tensor.startsWith("eval.") || tensor.startsWith("crop."));
    if (isExpected && !file.has(CASES)) {
      throw InputException.cannot(
          ErrorCode.RECORDING,
          "find " + file.beside(CASES) + ", to which " + EXPECTED + " belongs");
    }
    return file.name().equals(CASES)
            && (file.has(EXPECTED) || file.json().orElseThrow().path("images").isArray())
        ? Optional.of(Cases.of(file.path(), file.json().orElseThrow()))
        : Optional.empty();
  }

  private record Cases(Path file, Set<Path> files) implements Recording {
    static Cases of(Path file, JsonNode root) {
      Set<Path> files = new HashSet<>(Set.of(file, file.resolveSibling(EXPECTED)));
      root.path("images")
          .forEach(image -> files.add(file.resolveSibling(image.path("file").asText())));
      return new Cases(file, files);
    }

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String compares() {
      return "image transform: levels, sizes";
    }

    @Override
    public Verdict replay(Replay replay) {
      JsonNode root = RecordedJson.read(file);
      int size = RecordedJson.need(file, root, "/size").asInt();
      RecordedTensors expected = RecordedTensors.read(file.resolveSibling(EXPECTED));
      Path folder = file.toAbsolutePath().getParent();
      PictureFiles pictures = PictureFiles.below(Replay.hadoop(folder), new Configuration());
      Differences sizes = new Differences("sizes");
      List<Measure> measures = new ArrayList<>();
      int images = RecordedJson.need(file, root, "/images").size();
      for (int i = 0; i < images; i++) {
        String at = "/images/" + i;
        String name = RecordedJson.need(file, root, at + "/file").asText();
        TensorData eval = expected.get("eval." + name, size, size, 3);
        TensorData crop = expected.get("crop." + name, size, size, 3);
        Picture picture = pictures.read(name);
        sizes.add(
            picture.width() == number(root, at + "/width")
                && picture.height() == number(root, at + "/height"),
            name);
        measures.add(levels("eval", name, ImageTransform.test(picture, size), eval));
        boolean flip = RecordedJson.need(file, root, at + "/crop/flip").asBoolean();
        Box box = box(root, at + "/crop", name, picture);
        measures.add(levels("crop", name, ImageTransform.crop(picture, box, flip, size), crop));
      }
      if (!measures.isEmpty()) {
        measures.add(sizes.measure());
      }
      return Verdict.of(this, measures);
    }

    private Box box(JsonNode root, String at, String name, Picture picture) {
      Box box =
          new Box(
              number(root, at + "/top"),
              number(root, at + "/left"),
              number(root, at + "/height"),
              number(root, at + "/width"));
      if (box.top() < 0
          || box.left() < 0
          || box.height() < 1
          || box.width() < 1
          || box.height() > picture.height() - box.top()
          || box.width() > picture.width() - box.left()) {
        throw InputException.cannot(
            ErrorCode.RECORDING,
            "use %s: the crop of %s does not lie in its %d x %d pixels"
                .formatted(file, name, picture.width(), picture.height()));
      }
      return box;
    }

    private int number(JsonNode root, String pointer) {
      return RecordedJson.need(file, root, pointer).asInt(-1);
    }

    private static Measure levels(String what, String name, Picture actual, TensorData expected) {
      long sum = 0;
      int largest = 0;
      byte[] levels = expected.bytes();
      for (int i = 0; i < levels.length; i++) {
        int off = Math.abs((actual.rgb()[i] & 0xff) - (levels[i] & 0xff));
        largest = Math.max(largest, off);
        sum += off;
      }
      String where = what + "." + name;
      return isJpeg(name)
          ? new Measure(
              "levels of JPEG, mean", where, (double) sum / actual.rgb().length, JPEG_MEAN_LEVELS)
          : new Measure("levels, largest", where, largest, PNG_LEVELS);
    }

    private static boolean isJpeg(String name) {
      return name.toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
    }
  }
}
