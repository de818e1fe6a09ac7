package dev.nemesis.train;

import dev.nemesis.feature.ImageFeatures;
import java.util.List;

/**
 * A dataset with its own class list that a prompt is evaluated on.
 *
 * @param name of the dataset
 * @param classes which of its classes: {@code all}, {@code base} or {@code new}
 * @param classNames in label order
 * @param test features of its test split
 */
public record Target(String name, String classes, List<String> classNames, ImageFeatures test) {
  public Target {
    classNames = List.copyOf(classNames);
  }
}
