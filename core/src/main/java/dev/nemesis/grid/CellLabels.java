package dev.nemesis.grid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Names the cells of a grid so that no two of the same dataset, classes, shots and seed are called
 * the same. A label tells the settings of the loss and of the prompt that are unlike the paper's;
 * of the training those in which cells of its method differ, epochs where others are trained
 * longer; and what is tested on besides where nothing else tells two cells apart.
 */
public final class CellLabels {
  private static final List<String> METHODS = Declarations.methodNames();
  private static final List<String> LOSSES = Declarations.lossNames();

  /** Cells whose training is compared. */
  private record Kind(String backbone, Method method) {}

  /** Where one table has its entries. */
  private record Place(String backbone, String dataset, ClassSubset classes, int shots) {}

  private record PlaceOf(Place place, Object usualEpochs) {}

  private final Map<Kind, Set<Setting>> varied = new HashMap<>();
  private final Map<PlaceOf, Integer> longest = new HashMap<>();
  private final Map<Kind, Boolean> hasUsual = new HashMap<>();
  private final Map<Cell, Set<List<String>>> targets = new HashMap<>();
  private final List<Setting> settings;
  private final boolean hasBackbones;

  /**
   * Looks at all cells that are named beside each other.
   *
   * @param cells of a grid
   */
  public CellLabels(Collection<Cell> cells) {
    settings = Setting.all(cells);
    Map<Kind, Map<Place, Map<Setting, Object>>> seen = new HashMap<>();
    Set<String> backbones = new HashSet<>();
    for (Cell cell : cells) {
      backbones.add(cell.backbone());
      Kind kind = kind(cell);
      Map<Setting, Object> first =
          seen.computeIfAbsent(kind, none -> new HashMap<>())
              .computeIfAbsent(place(cell), none -> new HashMap<>());
      for (Setting setting : settings) {
        Object value = setting.in(cell);
        if (setting.role() == SettingRole.TRAINING
            && !Objects.equals(first.computeIfAbsent(setting, none -> value), value)) {
          varied.computeIfAbsent(kind, none -> new HashSet<>()).add(setting);
        }
      }
      longest.merge(placeOf(cell), epochs(cell), Math::max);
      hasUsual.merge(kind, isUsual(cell), Boolean::logicalOr);
      targets
          .computeIfAbsent(cell.testedOn(List.of()), none -> new HashSet<>())
          .add(cell.targets());
    }
    hasBackbones = backbones.size() > 1;
  }

  /** The label of one of the cells. */
  public CellLabel of(Cell cell) {
    List<CellLabel.Part> parts = new ArrayList<>();
    List<String> unlikePaper = new ArrayList<>();
    List<String> deviations = new ArrayList<>();
    for (Setting setting : settings) {
      boolean isUnusual = setting.isUnusual(cell);
      if (isTold(setting, cell)) {
        parts.add(
            new CellLabel.Part(
                setting.key(), setting.role() == SettingRole.NORM_LOSS, setting.label(cell)));
      } else if (isUnusual && setting.role() == SettingRole.TRAINING) {
        unlikePaper.add(setting.label(cell));
      }
      if (isUnusual && !setting.isAlwaysTold(cell) && setting.role() != SettingRole.TESTING) {
        deviations.add(setting.key());
      }
    }
    if (hasBackbones) {
      parts.add(new CellLabel.Part(Setting.BACKBONE.key(), false, cell.backbone()));
    }
    return new CellLabel(
        approach(cell.method(), cell.lossLabel()),
        text(cell.method(), cell.lossLabel(), parts, part -> true),
        text(
            cell.method(),
            cell.lossLabel(),
            parts,
            part -> !part.setting().equals(Setting.OMEGA.key())),
        text(cell.method(), "none", parts, part -> !part.isOfLoss()),
        parts,
        unlikePaper,
        deviations,
        !hasUsual.getOrDefault(kind(cell), false) || isUsual(cell),
        isLongest(cell),
        sortKey(cell, parts));
  }

  private static String text(
      Method method, String loss, List<CellLabel.Part> parts, Predicate<CellLabel.Part> told) {
    String approach = approach(method, loss);
    List<String> texts = parts.stream().filter(told).map(CellLabel.Part::text).toList();
    return texts.isEmpty() ? approach : approach + " (" + String.join(", ", texts) + ")";
  }

  private boolean isTold(Setting setting, Cell cell) {
    return switch (setting.role()) {
      case PLACE -> false;
      case NORM_LOSS, PROMPT -> setting.isAlwaysTold(cell) || setting.isUnusual(cell);
      case TRAINING ->
          setting == Setting.EPOCHS
              ? !isLongest(cell)
              : setting.isUnusual(cell)
                  && varied.getOrDefault(kind(cell), Set.of()).contains(setting);
      case TESTING ->
          setting.isUnusual(cell)
              && targets.getOrDefault(cell.testedOn(List.of()), Set.of()).size() > 1;
    };
  }

  private boolean isLongest(Cell cell) {
    return epochs(cell) >= longest.getOrDefault(placeOf(cell), 0) || !cell.method().isTrained();
  }

  private boolean isUsual(Cell cell) {
    for (Setting setting : settings) {
      boolean isOfLearning =
          setting.role() == SettingRole.NORM_LOSS || setting.role() == SettingRole.PROMPT;
      if (isOfLearning && !setting.isAlwaysTold(cell) && setting.isUnusual(cell)) {
        return false;
      }
    }
    return true;
  }

  private static String approach(Method method, String loss) {
    return loss.equals("none")
        ? method.title()
        : method.title() + " + " + Declarations.loss(loss).map(LossDeclaration::title).orElse(loss);
  }

  /** By backbone, method, loss, beta, omega, then the fewest parts, then these. */
  private String sortKey(Cell cell, List<CellLabel.Part> parts) {
    StringBuilder key = new StringBuilder(cell.backbone());
    key.append(number(METHODS.indexOf(cell.method().name())));
    key.append(number(LOSSES.indexOf(cell.lossLabel())));
    if (cell.loss() != null) {
      key.append(number(cell.loss().beta())).append(number(cell.loss().omega()));
    }
    key.append(number(parts.size()));
    for (CellLabel.Part part : parts) {
      Setting setting =
          settings.stream().filter(s -> s.key().equals(part.setting())).findFirst().orElseThrow();
      Object value = setting.in(cell);
      key.append(number(settings.indexOf(setting)));
      key.append(value instanceof Number count ? number(count.doubleValue()) : " " + value);
    }
    return key.toString();
  }

  /** Formats a number that is not negative as text that sorts as the numbers do. */
  private static String number(double value) {
    return String.format(Locale.ROOT, " %016.6f", value);
  }

  private static int epochs(Cell cell) {
    return cell.optimizer() == null ? 0 : cell.optimizer().epochs();
  }

  private static Kind kind(Cell cell) {
    return new Kind(cell.backbone(), cell.method());
  }

  private static Place place(Cell cell) {
    return new Place(cell.backbone(), cell.dataset(), cell.classes(), cell.shots());
  }

  private static PlaceOf placeOf(Cell cell) {
    return new PlaceOf(place(cell), cell.method().defaultOf(Setting.EPOCHS.key()));
  }
}
