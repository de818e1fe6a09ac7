/** Datasets by name: those declared in files, and any other family of them. */
package dev.nemesis.data.catalogue;
