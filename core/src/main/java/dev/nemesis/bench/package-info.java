/** Timings of a training step, ours and the reference's; no verdicts. */
package dev.nemesis.bench;
