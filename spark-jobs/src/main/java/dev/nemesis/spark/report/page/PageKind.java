package dev.nemesis.spark.report.page;

/** Where a page is read from. */
public enum PageKind {
  /** A file: it never asks for anything. */
  FILE,
  /** The program itself, which it asks how far the grid is. */
  SERVED
}
