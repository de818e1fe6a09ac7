package dev.nemesis.data;

/**
 * One image of a dataset.
 *
 * @param path where it lies below the dataset's image folder, or the name of a drawing
 * @param label its class, an index into {@link Dataset#classNames}
 */
public record LabeledImage(String path, int label) {}
