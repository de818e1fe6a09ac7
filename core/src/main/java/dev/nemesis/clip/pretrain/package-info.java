/** The mini CLIP from nothing: contrastive pretraining on drawn pictures and their captions. */
package dev.nemesis.clip.pretrain;
