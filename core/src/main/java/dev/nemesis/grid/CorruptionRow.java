package dev.nemesis.grid;

/**
 * A learned prompt with one position corrupted (section 3.1 of the paper).
 *
 * @param operation {@code replace} by noise or {@code rescale}
 * @param factor by which the vector was rescaled, or the strength of the noise that replaced it
 * @param position from 0
 * @param normBefore l2 norm of the position's vector; with several sets of vectors (prompts,
 *     classes) their mean
 * @param normAfter of what took its place
 * @param accuracyBefore of the prompt as it was learned, in percent
 * @param accuracyAfter of the corrupted prompt, in percent
 */
public record CorruptionRow(
    String operation,
    double factor,
    int position,
    double normBefore,
    double normAfter,
    double accuracyBefore,
    double accuracyAfter) {}
