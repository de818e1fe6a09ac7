/**
 * Datasets: catalogue, CoOp's folder layouts and split files, few-shot sampling, and the drawn mini
 * datasets.
 */
package dev.nemesis.data;
