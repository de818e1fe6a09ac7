/** The grid file, its cells, their identity and their results: plain records. */
package dev.nemesis.grid;
