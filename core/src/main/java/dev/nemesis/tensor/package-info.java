/**
 * Numbers in arrays and in files: safetensors, arrays that libtorch owns, gradients in several
 * threads at once.
 */
package dev.nemesis.tensor;
