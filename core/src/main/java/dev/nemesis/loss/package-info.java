/** The paper's own contribution: PUN, PAN, the omega schedule, and corrupted prompts. */
package dev.nemesis.loss;
