package dev.nemesis.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis data show}. */
@Command(
    name = "show",
    description =
        "Shows the few-shot subset that a cell is trained on, in its order, as CoOp draws it: "
            + "train images, then val images. No image is read.")
final class DataShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(paramLabel = "NAME", description = "A dataset, as grid files name it.")
  private String name;

  @Option(names = "--shots", required = true, paramLabel = "K", description = "Images a class.")
  private int shots;

  @Option(names = "--seed", required = true, paramLabel = "S", description = "The cell's seed.")
  private long seed;

  @Option(names = "--json", description = "One JSON document for programs.")
  private boolean json;

  @Mixin private DataRootOption rootOption;
  @Mixin private DataOptions data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Dataset dataset = data.catalogue().open(name, rootOption.root());
    FewShot drawn = FewShot.draw(dataset, shots, seed);
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      to.println(json(dataset, drawn).toPrettyString());
    } else {
      FewShot.shortage(dataset, shots).ifPresent(to::println);
      print(to, "train", drawn.train(), dataset.classNames());
      print(to, "val", drawn.val(), dataset.classNames());
    }
    to.flush();
    return 0;
  }

  private static void print(
      PrintWriter to, String part, List<LabeledImage> images, List<String> classNames) {
    int path = DataListCommand.width(images.stream().map(LabeledImage::path).toList());
    String format = "%-5s  %-" + path + "s  %5d  %s%n";
    images.forEach(
        image ->
            to.printf(format, part, image.path(), image.label(), classNames.get(image.label())));
  }

  private ObjectNode json(Dataset dataset, FewShot drawn) {
    ObjectNode root = JSON.createObjectNode();
    root.put("dataset", dataset.name());
    root.put("digest", dataset.digest());
    root.put("classes", dataset.classNames().size());
    root.put("shots", shots);
    root.put("seed", seed);
    images(root.putArray("train"), drawn.train(), dataset.classNames());
    images(root.putArray("val"), drawn.val(), dataset.classNames());
    ArrayNode few = root.putArray("short_classes");
    FewShot.shortClasses(dataset, shots)
        .forEach(one -> few.addObject().put("class_name", one.name()).put("images", one.images()));
    return root;
  }

  private static void images(ArrayNode array, List<LabeledImage> images, List<String> classNames) {
    images.forEach(
        image ->
            array
                .addObject()
                .put("path", image.path())
                .put("label", image.label())
                .put("class_name", classNames.get(image.label())));
  }
}
