/** Prompt learning: the learned parameters, and how prompts become text features. */
package dev.nemesis.prompt;
