/** What is learned, and how prompts become text features. */
package dev.nemesis.prompt;
