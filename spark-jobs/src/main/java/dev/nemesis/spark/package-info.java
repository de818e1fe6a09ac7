/** The command line: it puts the packages below together. */
package dev.nemesis.spark;
