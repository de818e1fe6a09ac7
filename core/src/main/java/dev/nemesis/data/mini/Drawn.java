package dev.nemesis.data.mini;

import java.util.List;
import java.util.random.RandomGenerator;

/** A dataset that is drawn: its classes, and what a picture of one looks like. */
interface Drawn {
  /** The dataset's name in grid files. */
  String datasetName();

  /** The class names in label order. */
  List<String> classNames();

  /** Invents a picture of a class. */
  Scene draw(int label, RandomGenerator r);
}
