package dev.nemesis.grid;

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
    Double panOmega) {

  /** Cross-entropy alone. */
  public static final LossSpec NONE =
      new LossSpec(0, 1, Norm.L2, OmegaSchedule.CONSTANT, 0, 0, 0, false, null);

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

  /** {@code none}, {@code pun}, {@code pan} or {@code mix}. */
  public String label() {
    if (omega == 0) {
      return "none";
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
        usesPan() && usesPun() && omegaOfPan() != omega ? panOmega : null);
  }
}
