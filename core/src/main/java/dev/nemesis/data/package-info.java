/**
 * Datasets: images and where their pixels come from, few-shot sampling; below it the catalogue, the
 * readers of dataset folders, and the drawn mini datasets.
 */
package dev.nemesis.data;
