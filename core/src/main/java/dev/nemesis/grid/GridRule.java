package dev.nemesis.grid;

import java.util.Map;

/**
 * A rule that changes some values of some cells of a grid, or leaves these cells out.
 *
 * @param when which cells
 * @param set what they have instead; empty where they are dropped
 * @param drop whether they are left out
 */
record GridRule(GridCondition when, Map<Setting, Object> set, boolean drop) {}
