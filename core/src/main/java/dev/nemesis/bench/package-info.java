/** What a training step costs here, and what it costs the reference's way; times, no verdicts. */
package dev.nemesis.bench;
