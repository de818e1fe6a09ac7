package dev.nemesis.data.mini;

/**
 * A scene and what is said of it.
 *
 * @param scene what is to be seen
 * @param caption what is said of it
 */
record Captioned(Scene scene, String caption) {}
