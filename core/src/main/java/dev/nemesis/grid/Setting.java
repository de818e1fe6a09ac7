package dev.nemesis.grid;

import static dev.nemesis.grid.Declared.setting;
import static dev.nemesis.grid.SettingRole.NORM_LOSS;
import static dev.nemesis.grid.SettingRole.PLACE;
import static dev.nemesis.grid.SettingRole.PROMPT;
import static dev.nemesis.grid.SettingRole.TESTING;
import static dev.nemesis.grid.SettingRole.TRAINING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Everything that can be chosen for a cell, each declared once: its key in a grid file's {@code
 * axes} and {@code settings}, which is its column in every table too; its meaning; the values it
 * takes; the published code's value, which is its default; and what labels tell of it. The order is
 * that of columns and of what a label tells. More of each is in {@code docs/grids.md}.
 */
public final class Setting {
  /** The program's own, in order. */
  private static final Map<String, Setting> BUILT_IN = new LinkedHashMap<>();

  public static final Setting BACKBONE =
      builtIn(
          "backbone",
          setting(
              PLACE,
              "which of several weights: a name that weights gives them",
              GridValue.text("a name that weights has"),
              Cell::backbone));
  public static final Setting DATASET =
      builtIn(
          "dataset",
          setting(
              PLACE,
              "trained on, and tested on",
              GridValue.text("a dataset's name"),
              Cell::dataset));
  public static final Setting CLASSES =
      builtIn(
          "classes",
          setting(
                  PLACE,
                  "which of its classes it is trained on: all, or the first half by label",
                  GridValue.oneOf("all", "base"),
                  Cell::classes)
              .defaultsTo("all"));
  public static final Setting METHOD =
      builtIn(
          "method",
          setting(
                  PLACE,
                  "how prompts come about: without training, or as CoOp, PLOT or CoCoOp learn them",
                  GridValue.oneOf(Declarations.methodNames()).orOfAJar(),
                  cell -> cell.method().name())
              .defaultsTo("coop"));
  public static final Setting LOSS =
      builtIn(
          "loss",
          setting(
                  PLACE,
                  "beside cross-entropy: nothing, the norms at all positions (PUN), where shrinking "
                      + "helped (PAN), both",
                  GridValue.oneOf(Declarations.lossNames()).orOfAJar(),
                  Cell::lossLabel)
              .defaultsTo("none"));
  public static final Setting SHOTS =
      builtIn(
          "shots",
          setting(PLACE, "training images per class", GridValue.integer(1), Cell::shots)
              .defaultsTo(16));
  public static final Setting SEED =
      builtIn(
          "seed",
          setting(
                  PLACE,
                  "of everything random in the cell, the choice of images included",
                  GridValue.integer(0).typed(Long.class),
                  Cell::seed)
              .defaultsTo(1));

  public static final Setting BETA =
      builtIn(
          "beta",
          setting(
                  NORM_LOSS,
                  "share of PUN in a mix, beta x PUN + (1-beta) x PAN",
                  GridValue.number(NumberRange.fromZeroToOne()),
                  ofLoss(LossSpec::beta))
              .defaultsTo(0.5)
              .hasEffectIf(cell -> cell.lossLabel().equals("mix"))
              .labelled("β")
              .toldAlways());
  public static final Setting OMEGA =
      builtIn(
          "omega",
          setting(
                  NORM_LOSS,
                  "weight of a normalised position",
                  GridValue.number(NumberRange.atLeastZero()),
                  ofLoss(LossSpec::omega))
              .defaultsTo(given -> given.isImageNet() ? 10.0 : given.isFoodOrPets() ? 50.0 : 1.0)
              .hasEffectIf(Setting::hasLoss)
              .labelled("ω")
              .toldAlways());
  public static final Setting PAN_OMEGA =
      builtIn(
          "pan_omega",
          setting(
                  NORM_LOSS,
                  "weight of a position that PAN selected, where it is another than omega",
                  GridValue.number(NumberRange.aboveZero()),
                  ofLoss(LossSpec::panOmega))
              .labelled("PAN's ω"));
  public static final Setting NORM =
      builtIn(
          "norm",
          setting(
                  NORM_LOSS,
                  "the p-norm that is measured",
                  GridValue.oneOf("l1", "l2", "linf"),
                  ofLoss(LossSpec::norm))
              .defaultsTo("l2")
              .hasEffectIf(Setting::hasLoss)
              .labelled(Setting::text));
  public static final Setting POSITIONS =
      builtIn(
          "positions",
          setting(
                  NORM_LOSS,
                  "N, how many positions PAN tries per batch",
                  GridValue.integer(1),
                  ofLoss(LossSpec::positions))
              .defaultsTo(1)
              .hasEffectIf(Setting::hasPan)
              .labelled("N"));
  public static final Setting SELECTION =
      builtIn(
          "selection",
          setting(
                  NORM_LOSS,
                  "whether PAN normalises only the positions where shrinking classified more of the "
                      + "batch right",
                  GridValue.flag(),
                  ofLoss(LossSpec::selection))
              .defaultsTo(true)
              .hasEffectIf(Setting::hasPan)
              .labelled(selects -> "no selection"));
  public static final Setting TAU =
      builtIn(
          "tau",
          setting(
                  NORM_LOSS,
                  "what PAN scales a tried position by",
                  GridValue.number(NumberRange.betweenZeroAndOne()),
                  ofLoss(LossSpec::tau))
              .defaultsTo(0.5)
              .hasEffectIf(cell -> hasPan(cell) && cell.loss().selection())
              .labelled("τ"));
  public static final Setting OMEGA_SCHEDULE =
      builtIn(
          "omega_schedule",
          setting(
                  NORM_LOSS,
                  "how omega changes over the epochs: falling along a logistic curve, or not",
                  GridValue.oneOf("logistic", "constant"),
                  ofLoss(LossSpec::schedule))
              .defaultsTo(given -> given.isFoodOrPets() ? "constant" : "logistic")
              .hasEffectIf(Setting::hasLoss)
              .labelled(schedule -> text(schedule) + " ω"));
  public static final Setting K =
      builtIn(
          "k",
          setting(
                  NORM_LOSS,
                  "steepness of the logistic curve",
                  GridValue.number(NumberRange.aboveZero()),
                  ofLoss(LossSpec::k))
              .defaultsTo(0.2)
              .hasEffectIf(
                  cell -> hasLoss(cell) && cell.loss().schedule() == OmegaSchedule.LOGISTIC)
              .labelled("k"));

  public static final Setting PROMPTS =
      builtIn(
          "prompts",
          setting(
                  PROMPT,
                  "how many prompts PLOT learns side by side",
                  GridValue.integer(1),
                  ofPrompt(PromptSpec::prompts))
              .defaultsTo(1)
              .labelled(prompts -> prompts + (prompts.equals(1) ? " prompt" : " prompts")));
  public static final Setting CTX_LEN =
      builtIn(
          "ctx_len",
          setting(
                  PROMPT,
                  "L, the number of learned vectors",
                  GridValue.integer(1),
                  ofPrompt(PromptSpec::ctxLen))
              .defaultsTo(16)
              .labelled("L"));
  public static final Setting CTX_INIT =
      builtIn(
          "ctx_init",
          setting(
                  PROMPT,
                  "words whose embeddings the vectors start from, one token each",
                  GridValue.words(),
                  ofPrompt(PromptSpec::ctxInit))
              .labelled(words -> words == null ? "random start" : "from \"" + words + "\""));
  public static final Setting CLASS_TOKEN_POSITION =
      builtIn(
          "class_token_position",
          setting(
                  PROMPT,
                  "where the class name stands: behind the vectors, behind half of them, before them",
                  GridValue.oneOf("end", "middle", "front"),
                  ofPrompt(PromptSpec::classTokenPosition))
              .defaultsTo("end")
              .labelled(
                  position ->
                      text(position).equals("middle")
                          ? "class name in the middle"
                          : "class name at the " + text(position)));
  public static final Setting CLASS_SPECIFIC =
      builtIn(
          "class_specific",
          setting(
                  PROMPT,
                  "whether every class learns vectors of its own",
                  GridValue.flag(),
                  ofPrompt(PromptSpec::classSpecific))
              .defaultsTo(false)
              .labelled(own -> "class-specific"));

  public static final Setting VIEWS =
      builtIn(
          "views",
          setting(
                  TRAINING,
                  "augmented views per training image, used in turn, one an epoch; 0: as at test",
                  GridValue.integer(0),
                  Cell::views)
              .defaultsTo(1)
              .labelled("views"));
  public static final Setting BATCH_SIZE =
      builtIn(
          "batch_size",
          setting(
                  TRAINING,
                  "images a step",
                  GridValue.integer(1),
                  ofOptimizer(OptimizerSpec::batchSize))
              .defaultsTo(32)
              .labelled("batch_size"));
  public static final Setting EPOCHS =
      builtIn(
          "epochs",
          setting(
                  TRAINING,
                  "how long is trained; a map says it for each number of shots",
                  GridValue.epochs(),
                  ofOptimizer(OptimizerSpec::epochs))
              .defaultsTo(EpochRule::paper)
              .labelled(epochs -> epochs + (epochs.equals(1) ? " epoch" : " epochs")));
  public static final Setting LR =
      builtIn(
          "lr",
          setting(
                  TRAINING,
                  "the peak learning rate",
                  GridValue.number(NumberRange.aboveZero()),
                  ofOptimizer(OptimizerSpec::lr))
              .defaultsTo(0.002)
              .labelled("lr"));
  public static final Setting MOMENTUM =
      builtIn(
          "momentum",
          setting(
                  TRAINING,
                  "of SGD, without dampening",
                  GridValue.number(NumberRange.fromZeroToBelowOne()),
                  ofOptimizer(OptimizerSpec::momentum))
              .defaultsTo(0.9)
              .labelled("momentum"));
  public static final Setting NESTEROV =
      builtIn(
          "nesterov",
          setting(
                  TRAINING,
                  "whether SGD looks ahead by its momentum",
                  GridValue.flag(),
                  ofOptimizer(OptimizerSpec::usesNesterov))
              .defaultsTo(false)
              .labelled(ahead -> "Nesterov"));
  public static final Setting WEIGHT_DECAY =
      builtIn(
          "weight_decay",
          setting(
                  TRAINING,
                  "of SGD",
                  GridValue.number(NumberRange.atLeastZero()),
                  ofOptimizer(OptimizerSpec::weightDecay))
              .defaultsTo(5e-4)
              .labelled("weight_decay"));
  public static final Setting WARMUP_EPOCHS =
      builtIn(
          "warmup_epochs",
          setting(
                  TRAINING,
                  "epochs at warmup_lr before the cosine, which counts them",
                  GridValue.integer(0),
                  ofOptimizer(OptimizerSpec::warmupEpochs))
              .defaultsTo(1)
              .labelled("warmup_epochs"));
  public static final Setting WARMUP_LR =
      builtIn(
          "warmup_lr",
          setting(
                  TRAINING,
                  "their learning rate",
                  GridValue.number(NumberRange.aboveZero()),
                  ofOptimizer(OptimizerSpec::warmupLr))
              .defaultsTo(1e-5)
              .hasEffectIf(cell -> isTrained(cell) && cell.optimizer().warmupEpochs() > 0)
              .labelled("warmup_lr"));
  public static final Setting TARGETS =
      builtIn(
          "targets",
          setting(
                  TESTING,
                  "further datasets it is tested on, with their own classes",
                  GridValue.texts("a list of datasets' names"),
                  Cell::targets)
              .defaultsTo(List.of())
              .labelled(targets -> "tested on " + text(targets)));

  /** Names that CoOp's code and others have for some of them. */
  private static final Map<String, Setting> ELSEWHERE =
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

  private final String key;
  private final Declared declared;

  private Setting(String key, Declared declared) {
    this.key = key;
    this.declared = declared;
  }

  private static Setting builtIn(String key, Declared declared) {
    Setting setting = new Setting(key, declared);
    BUILT_IN.put(key, setting);
    return setting;
  }

  /** All settings, in order: the program's, then those that methods and losses bring. */
  public static List<Setting> all() {
    return Own.ALL;
  }

  /**
   * All settings, and those that cells have of jars that are not at hand: texts, each told wherever
   * a cell has it.
   */
  public static List<Setting> all(Collection<Cell> cells) {
    Map<String, Setting> all = new LinkedHashMap<>();
    all().forEach(setting -> all.put(setting.key(), setting));
    for (Cell cell : cells) {
      cell.ownKeys().forEach(key -> all.computeIfAbsent(key, Setting::unknown));
    }
    return List.copyOf(all.values());
  }

  /** Settings that single methods and losses bring, a user's jars among them. */
  public static List<Setting> ofSingleMethods() {
    return all().stream().filter(setting -> !isBuiltIn(setting.key())).toList();
  }

  static boolean isBuiltIn(String key) {
    return BUILT_IN.containsKey(key);
  }

  /** The key in grid files, and the name of its column in tables. */
  public String key() {
    return key;
  }

  /** The setting's meaning in one line: how its row in {@code docs/grids.md} starts. */
  public String meaning() {
    return declared.meaning();
  }

  /** The JSON Schema of a right value. */
  ObjectNode schema() {
    return declared.value().schema();
  }

  /** A description of a right value, to follow "give". */
  public String right() {
    return declared.value().right();
  }

  /** The value, or null if it is none for this key. */
  Object read(JsonNode node) {
    return declared.value().read().apply(node);
  }

  /** Whether the key can be multiplied out; a list of targets is one value. */
  boolean canBeAxis() {
    return this != TARGETS;
  }

  /** The setting's role, which decides where tables tell it. */
  SettingRole role() {
    return declared.role();
  }

  /**
   * The published code's value, as a grid file would give it; null where it has none.
   *
   * @param given null for settings that no method changes
   */
  Object paper(PaperCase given) {
    Object ofMethod = given == null ? null : given.method().defaultOf(key);
    return ofMethod == null ? declared.paper().apply(given) : ofMethod;
  }

  /**
   * The class of {@link #in}'s values: {@code String}, {@code Integer}, {@code Long}, {@code
   * Double}, {@code Boolean} or {@code List}, of texts.
   */
  public Class<?> type() {
    return declared.value().type();
  }

  /** A cell's value, constants as words; null where it has none, as zero-shot no loss. */
  public Object in(Cell cell) {
    Object value = declared.in().apply(cell);
    return value instanceof Enum<?> constant ? CellId.word(constant) : value;
  }

  /** Whether labels tell a cell's value wherever it changes what the cell computes. */
  boolean isAlwaysTold(Cell cell) {
    return declared.isAlwaysTold() && declared.hasEffect().test(cell);
  }

  /**
   * Whether a cell has a value that changes what it computes and is another than the default, which
   * is the published code's.
   */
  boolean isUnusual(Cell cell) {
    return declared.label() != null
        && declared.hasEffect().test(cell)
        && !Objects.equals(in(cell), paper(PaperCase.of(cell)));
  }

  /** Returns the text by which labels tell a cell's value, e.g. {@code L = 4}. */
  String label(Cell cell) {
    return declared.label().apply(in(cell));
  }

  /** All of a cell's values by their keys, in order; null where it has none. */
  public static Map<String, Object> values(Cell cell) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Setting setting : all(List.of(cell))) {
      values.put(setting.key(), setting.in(cell));
    }
    return values;
  }

  /** A value as a reader expects it: 1 and not 1.0, a list with commas. */
  static String text(Object value) {
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    return value instanceof List<?> list
        ? String.join(", ", list.stream().map(Setting::text).toList())
        : String.valueOf(value);
  }

  @Override
  public String toString() {
    return key;
  }

  static List<String> keys() {
    return all().stream().map(Setting::key).toList();
  }

  /** The key that a misspelt or foreign name probably means. */
  static Optional<Setting> nearest(String name) {
    return nearest(name, List.of()).map(Setting::of);
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

  /** The setting of that key, or null. */
  static Setting of(String key) {
    return all().stream().filter(k -> k.key().equals(key)).findFirst().orElse(null);
  }

  /** A setting that a method or a loss brings. */
  private static Setting of(OwnSetting own, SettingRole role) {
    return new Setting(
        own.key(),
        setting(role, own.meaning(), own.value(), cell -> valueOf(own, cell))
            .defaultsTo(own.byDefault())
            .hasEffectIf(cell -> cell.own(own.key()).isPresent())
            .labelled(own.key()));
  }

  private static Object valueOf(OwnSetting setting, Cell cell) {
    Class<?> type = setting.value().type();
    return cell.own(setting.key())
        .map(
            text ->
                type == Double.class
                    ? (Object) Double.valueOf(text)
                    : type == Integer.class
                        ? (Object) Integer.valueOf(text)
                        : type == Boolean.class ? (Object) Boolean.valueOf(text) : text)
        .orElse(null);
  }

  private static Setting unknown(String key) {
    return new Setting(
        key,
        setting(
                PROMPT,
                "of a method or a loss whose jar is not at hand",
                GridValue.text("a text"),
                cell -> cell.own(key).orElse(null))
            .hasEffectIf(cell -> cell.own(key).isPresent())
            .labelled(key)
            .toldAlways());
  }

  /** All of them, once what jars bring is known. */
  private static final class Own {
    private static final List<Setting> ALL = all();

    private static List<Setting> all() {
      Map<String, Setting> all = new LinkedHashMap<>(BUILT_IN);
      Declarations.settingsOfLosses()
          .forEach(own -> all.putIfAbsent(own.key(), of(own, NORM_LOSS)));
      Declarations.settingsOfMethods().forEach(own -> all.putIfAbsent(own.key(), of(own, PROMPT)));
      return List.copyOf(all.values());
    }
  }

  private static boolean isTrained(Cell cell) {
    return cell.method().isTrained();
  }

  private static boolean hasLoss(Cell cell) {
    return !cell.lossLabel().equals("none");
  }

  private static boolean hasPan(Cell cell) {
    return cell.loss() != null && cell.loss().usesPan();
  }

  private static Function<Cell, Object> ofLoss(Function<LossSpec, Object> part) {
    return cell -> cell.loss() == null ? null : part.apply(cell.loss());
  }

  private static Function<Cell, Object> ofPrompt(Function<PromptSpec, Object> part) {
    return cell -> cell.prompt() == null ? null : part.apply(cell.prompt());
  }

  private static Function<Cell, Object> ofOptimizer(Function<OptimizerSpec, Object> part) {
    return cell -> cell.optimizer() == null ? null : part.apply(cell.optimizer());
  }
}
