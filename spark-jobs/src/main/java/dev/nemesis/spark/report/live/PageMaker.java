package dev.nemesis.spark.report.live;

import java.io.IOException;

/** Makes the report's page from what is finished now; takes a while. */
@FunctionalInterface
public interface PageMaker {
  /**
   * The page's bytes.
   *
   * @param version what the page is to call itself, so that it knows when there is a newer one
   * @throws dev.nemesis.error.InputException where there is nothing to report on
   */
  byte[] make(String version) throws IOException;
}
