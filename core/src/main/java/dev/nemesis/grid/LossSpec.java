package dev.nemesis.grid;

import java.util.List;
import java.util.Optional;

/**
 * The norm loss of a cell; cross-entropy is always there. Total = ce + factor(epoch) x (beta x PUN
 * + (1-beta) x PAN).
 *
 * @param omega weight of a normalised position, at least 0; 0 means cross-entropy alone (CoOp)
 * @param beta share of PUN in 0..1: 1 is PUN alone, 0 is PAN alone
 * @param norm the p-norm
 * @param schedule how omega changes over the epochs
 * @param k steepness of the logistic schedule (the paper: 0.2)
 * @param positions N, how many positions PAN tries per batch, 1..L
 * @param tau what PAN scales a tried position by, inside (0, 1)
 * @param selection whether PAN keeps only the positions where the scaled prompt classified strictly
 *     more of the batch right; otherwise it takes all N
 * @param panOmega weight of a position PAN selected, above 0, where it is another than {@code
 *     omega}; null where it is the same (the published code forces 50 on OxfordPets and Food101)
 * @param name of a loss that is not the paper's; null for those, which beta tells apart. Such a
 *     loss has a beta of 0 if it tries positions, else of 1
 * @param own values of the settings that such a loss brings; null where all have their defaults
 */
public record LossSpec(
    double omega,
    double beta,
    Norm norm,
    OmegaSchedule schedule,
    double k,
    int positions,
    double tau,
    boolean selection,
    Double panOmega,
    String name,
    List<OwnValue> own) {

  /** Results written before there were other losses name none. */
  public LossSpec {
    own = OwnValue.orNull(own);
  }

  /** One of the paper's losses. */
  public LossSpec(
      double omega,
      double beta,
      Norm norm,
      OmegaSchedule schedule,
      double k,
      int positions,
      double tau,
      boolean selection,
      Double panOmega) {
    this(omega, beta, norm, schedule, k, positions, tau, selection, panOmega, null, null);
  }

  /** Cross-entropy alone. */
  public static final LossSpec NONE =
      new LossSpec(0, 1, Norm.L2, OmegaSchedule.CONSTANT, 0, 0, 0, false, null);

  /** The value of a setting that the loss brings; empty where it brings none of that key. */
  public Optional<String> own(String key) {
    return OwnSetting.text(
        Declarations.loss(label()).map(LossDeclaration::settings).orElse(List.of()), own, key);
  }

  /** Whether PUN has a share. */
  public boolean usesPun() {
    return omega > 0 && beta > 0;
  }

  /** Whether PAN has a share. */
  public boolean usesPan() {
    return omega > 0 && beta < 1;
  }

  /** The omega of the positions that PAN selects. */
  public double omegaOfPan() {
    return panOmega == null ? omega : panOmega;
  }

  /**
   * The loss's name in grid files: {@code none}, {@code pun}, {@code pan}, {@code mix}, a jar's.
   */
  public String label() {
    if (omega == 0) {
      return "none";
    }
    if (name != null) {
      return name;
    }
    return !usesPan() ? "pun" : !usesPun() ? "pan" : "mix";
  }

  /**
   * Returns this loss with every setting that has no effect put to one fixed value, so that cells
   * which compute the same thing are equal. PAN alone has but one omega, which is its own.
   */
  public LossSpec canonical() {
    if (omega == 0) {
      return NONE;
    }
    return new LossSpec(
        usesPun() ? omega : omegaOfPan(),
        beta,
        norm,
        schedule,
        schedule == OmegaSchedule.CONSTANT ? 0 : k,
        usesPan() ? positions : 0,
        usesPan() && selection ? tau : 0,
        usesPan() && selection,
        usesPan() && usesPun() && omegaOfPan() != omega ? panOmega : null,
        name,
        own);
  }
}
