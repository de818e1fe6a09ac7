/**
 * What the files of a dataset say of its classes and images: one reader for each way in which they
 * say it.
 */
package dev.nemesis.data.reader;
