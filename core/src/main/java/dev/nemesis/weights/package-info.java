/**
 * The containers weights come in, read without running code from them: safetensors, {@code
 * torch.save} archives, TorchScript archives, CoOp's prompt checkpoints. Knows tensors and their
 * names; what a CLIP is made of is for {@code dev.nemesis.clip}.
 */
package dev.nemesis.weights;
