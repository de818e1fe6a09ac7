/**
 * Facts that configuration files tell of a CLIP and that its tensors' shapes do not: open_clip's
 * and Hugging Face's, read strictly. A key that would make another model of it is refused by its
 * name.
 */
package dev.nemesis.clip.declared;
