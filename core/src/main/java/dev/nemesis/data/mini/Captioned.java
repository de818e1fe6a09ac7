package dev.nemesis.data.mini;

/**
 * A scene and words for it.
 *
 * @param scene what is to be seen
 * @param phrase what is said of it, a noun phrase with its article
 */
record Captioned(Scene scene, String phrase) {}
