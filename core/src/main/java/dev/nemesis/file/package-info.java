/** Files that a user gives: opened only if they are regular, read only within bounds. */
package dev.nemesis.file;
