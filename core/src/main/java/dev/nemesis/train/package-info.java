/** A bundle of runs trained together: batches, loss, SGD, schedules, evaluation. */
package dev.nemesis.train;
