/**
 * Frozen CLIP: weights, tokenizer, image transform, text and image encoders of any configuration.
 */
package dev.nemesis.clip;
