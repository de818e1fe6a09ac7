/**
 * Readers of the classes and images of a dataset, one for each way in which its files give them.
 */
package dev.nemesis.data.reader;
