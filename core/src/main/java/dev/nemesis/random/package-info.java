/** Randomness that depends on seeds and purposes alone. */
package dev.nemesis.random;
