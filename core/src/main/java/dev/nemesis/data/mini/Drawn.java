package dev.nemesis.data.mini;

import java.util.List;
import java.util.random.RandomGenerator;

/** A dataset that is drawn: its classes, and what a picture of one looks like. */
interface Drawn {
  /** As grid files name it. */
  String datasetName();

  /** In label order. */
  List<String> classNames();

  /** Invents a picture of a class. */
  Scene draw(int label, RandomGenerator r);
}
