/** Text that people write: files of it, and what CLIP reads of a name. */
package dev.nemesis.text;
