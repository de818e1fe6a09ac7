/**
 * The mini benchmark: pictures drawn by code, captions for them, eleven datasets and four shifted
 * variants of one of them. Every picture is a function of its name, the same bits on every machine.
 */
package dev.nemesis.data.mini;
