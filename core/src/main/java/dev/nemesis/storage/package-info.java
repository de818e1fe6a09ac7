/** Files that appear whole or not at all, on any file system that Hadoop knows. */
package dev.nemesis.storage;
