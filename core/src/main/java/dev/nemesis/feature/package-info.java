/** The feature store: frozen image features, computed once and shared by every cell. */
package dev.nemesis.feature;
