/**
 * Recordings of what the reference implementations compute, found among files, replayed with the
 * code the experiments run on, and compared.
 */
package dev.nemesis.verify;
