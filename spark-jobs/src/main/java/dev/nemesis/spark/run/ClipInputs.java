package dev.nemesis.spark.run;

import dev.nemesis.data.ClassList;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.prompt.ClassPrompts;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.run.GridInputs.DatasetInput;
import dev.nemesis.spark.run.GridInputs.WeightsInput;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Opens the weights and datasets of a grid and checks that each cell can be trained on them. */
final class ClipInputs {
  private final GridFile grid;
  private final boolean assuming;
  private final Map<String, Assets> assets = new LinkedHashMap<>();
  private final Map<String, InputException> unusable = new LinkedHashMap<>();
  private final Set<Checked> checked = new HashSet<>();

  /**
   * Prepares.
   *
   * @param assuming whether what is not given is taken to be as published
   */
  ClipInputs(GridFile grid, boolean assuming) {
    this.grid = grid;
    this.assuming = assuming;
  }

  /** Key of a check that many cells share and that is done once. */
  private record Checked(String backbone, EvaluationTarget on, PromptSpec shape, boolean trained) {}

  GridInputs read() {
    Map<String, WeightsInput> weights = new LinkedHashMap<>();
    Map<String, DatasetInput> datasets = new LinkedHashMap<>();
    Set<String> assumed = new LinkedHashSet<>();
    for (Cell cell : grid.cells()) {
      Assets own = assets.computeIfAbsent(cell.backbone(), this::open);
      weights.computeIfAbsent(cell.backbone(), name -> input(own));
    }
    if (unusable.size() == weights.size()) {
      throw unusable.values().iterator().next();
    }
    for (Cell cell : grid.cells()) {
      Assets own = assets.get(cell.backbone());
      if (!unusable.containsKey(cell.backbone())) {
        own.assumption().ifPresent(assumed::add);
      }
      for (EvaluationTarget on : cell.evaluatedOn()) {
        datasets.computeIfAbsent(
            on.dataset(), name -> input(own.catalogue().title(name), own.dataset(name)));
        check(cell, own, on);
      }
    }
    datasets.keySet().stream()
        .filter(name -> assets.values().iterator().next().isAssumed(name))
        .forEach(name -> assumed.add("dataset " + name));
    return new GridInputs(
        weights, unusable, datasets, List.copyOf(assumed), notes(datasets.keySet()));
  }

  /**
   * Notes on the datasets' files, and of each that is trained on, which classes have fewer images
   * than the most shots asked of it.
   */
  private List<String> notes(Set<String> datasets) {
    Map<String, Integer> most = new TreeMap<>();
    grid.cells().forEach(cell -> most.merge(cell.dataset(), cell.shots(), Math::max));
    Assets any = assets.values().iterator().next();
    return Stream.concat(
            datasets.stream().sorted().flatMap(name -> any.dataset(name).notes().stream()),
            most.entrySet().stream()
                .flatMap(
                    asked ->
                        FewShot.shortage(any.dataset(asked.getKey()), asked.getValue()).stream()))
        .toList();
  }

  private Assets open(String backbone) {
    Assets own = Assets.of(grid, backbone);
    return assuming ? own.assumed() : own;
  }

  /** Weights that are there but cannot be used fail their own cells alone. */
  private WeightsInput input(Assets own) {
    try {
      return new WeightsInput(own.weightsDigest(), own.model().backbone(), own.configuration());
    } catch (InputException e) {
      if (own.weights() == null || e.getCause() instanceof FileNotFoundException) {
        throw e; // a name that was mistyped, most likely
      }
      unusable.put(own.backbone(), e);
      return new WeightsInput(sha256(own.weights() + "\n" + e.getMessage()), "", "");
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private void check(Cell cell, Assets own, EvaluationTarget on) {
    boolean trained = cell.method().isTrained() && on.equals(cell.evaluatedOn().get(0));
    if (!checked.add(new Checked(cell.backbone(), on, cell.prompt(), trained))) {
      return;
    }
    Dataset dataset = own.dataset(on.dataset());
    ClassList classes = ClassList.of(dataset, on.classes());
    if (own.canTokenize(on.dataset()) && !unusable.containsKey(cell.backbone())) {
      ClassPrompts.check(
          own.tokenizer(), classes.names(), cell.prompt(), own.model().contextLength());
    }
    require(on, "test", classes, dataset.test());
    if (trained) {
      require(on, "train", classes, dataset.train());
    }
  }

  private static void require(
      EvaluationTarget on, String split, ClassList classes, List<LabeledImage> images) {
    if (images.stream().noneMatch(classes::has)) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "%s on %s: there are no %s images of it; give a dataset that has some%s"
              .formatted(
                  split, on, split, split.equals("train") ? ", and this one among targets" : ""));
    }
  }

  private static DatasetInput input(String title, Dataset dataset) {
    List<Integer> perClass = new ArrayList<>(Collections.nCopies(dataset.classNames().size(), 0));
    for (LabeledImage image : dataset.train()) {
      perClass.set(image.label(), perClass.get(image.label()) + 1);
    }
    return new DatasetInput(title, dataset.digest(), perClass, dataset.test().size());
  }
}
