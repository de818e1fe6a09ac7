package dev.nemesis.grid;

/**
 * The shape of what is learned.
 *
 * @param ctxLen number L of soft-prompt vectors, at least 1 (the paper: 16)
 */
public record PromptSpec(int ctxLen) {}
