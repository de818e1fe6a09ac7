package dev.nemesis.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The keys of a grid file's {@code axes} and {@code settings}, each with its meaning and the values
 * it takes. More of them is in {@code docs/grids.md}.
 */
enum GridKey {
  BACKBONE(
      "which of several weights: a name that weights gives them",
      GridValue.text("a name that weights has")),
  METHOD(
      "how prompts come about: without training, or as CoOp, PLOT or CoCoOp learn them",
      GridValue.oneOf("zeroshot", "coop", "plot", "cocoop")),
  DATASET("trained on, and tested on", GridValue.text("a dataset's name")),
  CLASSES(
      "which of its classes it is trained on: all, or the first half by label",
      GridValue.oneOf("all", "base")),
  SHOTS("training images per class", GridValue.integer(1)),
  SEED("of everything random in the cell, the choice of images included", GridValue.integer(0)),
  LOSS(
      "beside cross-entropy: nothing, the norms at all positions (PUN), where shrinking "
          + "helped (PAN), both",
      GridValue.oneOf("none", "pun", "pan", "mix")),
  OMEGA("weight of a normalised position", GridValue.number(NumberRange.atLeastZero())),
  PAN_OMEGA(
      "weight of a position that PAN selected, where it is another than omega",
      GridValue.number(NumberRange.aboveZero())),
  BETA(
      "share of PUN in a mix, beta x PUN + (1-beta) x PAN",
      GridValue.number(NumberRange.fromZeroToOne())),
  NORM("the p-norm that is measured", GridValue.oneOf("l1", "l2", "linf")),
  TAU("what PAN scales a tried position by", GridValue.number(NumberRange.betweenZeroAndOne())),
  POSITIONS("N, how many positions PAN tries per batch", GridValue.integer(1)),
  SELECTION(
      "whether PAN normalises only the positions where shrinking classified more of the "
          + "batch right",
      GridValue.flag()),
  OMEGA_SCHEDULE(
      "how omega changes over the epochs: falling along a logistic curve, or not",
      GridValue.oneOf("logistic", "constant")),
  K("steepness of the logistic curve", GridValue.number(NumberRange.aboveZero())),
  CTX_LEN("L, the number of learned vectors", GridValue.integer(1)),
  CTX_INIT("words whose embeddings the vectors start from, one token each", GridValue.words()),
  CLASS_TOKEN_POSITION(
      "where the class name stands: behind the vectors, behind half of them, before them",
      GridValue.oneOf("end", "middle", "front")),
  CLASS_SPECIFIC("whether every class learns vectors of its own", GridValue.flag()),
  PROMPTS("how many prompts PLOT learns side by side", GridValue.integer(1)),
  VIEWS(
      "augmented views per training image, used in turn, one an epoch; 0: as at test",
      GridValue.integer(0)),
  BATCH_SIZE("images a step", GridValue.integer(1)),
  LR("the peak learning rate", GridValue.number(NumberRange.aboveZero())),
  MOMENTUM("of SGD, without dampening", GridValue.number(NumberRange.fromZeroToBelowOne())),
  WEIGHT_DECAY("of SGD", GridValue.number(NumberRange.atLeastZero())),
  WARMUP_EPOCHS("epochs at warmup_lr before the cosine, which counts them", GridValue.integer(0)),
  WARMUP_LR("their learning rate", GridValue.number(NumberRange.aboveZero())),
  EPOCHS("how long is trained; a map says it for each number of shots", GridValue.epochs()),
  TARGETS(
      "further datasets it is tested on, with their own classes",
      GridValue.texts("a list of datasets' names"));

  /** Names that CoOp's code and others have for some of them. */
  private static final Map<String, GridKey> ELSEWHERE =
      Map.ofEntries(
          Map.entry("learning_rate", LR),
          Map.entry("num_shots", SHOTS),
          Map.entry("context_length", CTX_LEN),
          Map.entry("n_ctx", CTX_LEN),
          Map.entry("csc", CLASS_SPECIFIC),
          Map.entry("max_epoch", EPOCHS),
          Map.entry("num_prompts", PROMPTS),
          Map.entry("model", BACKBONE),
          Map.entry("trainer", METHOD),
          Map.entry("subsample_classes", CLASSES));

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // its function keeps no state
  private final GridValue value;

  GridKey(String meaning, GridValue value) {
    this.meaning = meaning;
    this.value = value;
  }

  /** As grid files write it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it says, in one line: how its row in {@code docs/grids.md} starts. */
  String meaning() {
    return meaning;
  }

  /** What a right value is in JSON Schema. */
  ObjectNode schema() {
    return value.schema();
  }

  /** What a right value is, to follow "give". */
  String right() {
    return value.right();
  }

  /** The value, or null if it is none for this key. */
  Object read(JsonNode node) {
    return value.read().apply(node);
  }

  /** Whether the key can be multiplied out; a list of targets is one value. */
  boolean canBeAxis() {
    return this != TARGETS;
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(GridKey::key).toList();
  }

  /** The key that a misspelt or foreign name probably means. */
  static Optional<GridKey> nearest(String name) {
    return nearest(name, List.of()).map(GridKey::of);
  }

  /**
   * Nearest of the keys and of some other words.
   *
   * @return one of those, or a key's name
   */
  static Optional<String> nearest(String name, List<String> others) {
    List<String> names = new ArrayList<>(others);
    names.addAll(keys());
    names.addAll(new TreeSet<>(ELSEWHERE.keySet()));
    return Nearest.of(name.toLowerCase(Locale.ROOT), names)
        .map(near -> ELSEWHERE.containsKey(near) ? ELSEWHERE.get(near).key() : near);
  }

  /** The end of a message about a name that is no key. */
  static String instead(String name) {
    return nearest(name)
        .map(near -> "; the nearest is " + near.key())
        .orElse("; keys are " + String.join(", ", keys()));
  }

  /** The key of that name, or null. */
  static GridKey of(String key) {
    return Arrays.stream(values()).filter(k -> k.key().equals(key)).findFirst().orElse(null);
  }
}
