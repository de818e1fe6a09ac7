package dev.nemesis.data.mini;

import dev.nemesis.data.Picture;

/**
 * A picture to pretrain on.
 *
 * @param picture what is to be seen
 * @param caption what is said of it
 */
public record Lesson(Picture picture, String caption) {}
