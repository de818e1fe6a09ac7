package dev.nemesis.data.catalogue;

import java.util.Optional;

/**
 * The declaration of a dataset, for people to read.
 *
 * @param name its name in grid files
 * @param title its name in tables and figures
 * @param reader how its files say what is in it
 * @param folder below the data root
 * @param counts what it should have
 * @param file what declares it
 */
public record DeclaredDataset(
    String name,
    String title,
    String reader,
    String folder,
    Optional<DatasetCounts> counts,
    String file) {}
