package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.WeightsFile.Container;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The content of one file, whatever its container, which is told by its first bytes, not by its
 * name.
 *
 * @param container what it is
 * @param tensors by the file's own names
 * @param epoch of a checkpoint
 * @param metadata of safetensors
 */
record Contents(
    Container container,
    Map<String, TensorData> tensors,
    OptionalInt epoch,
    Map<String, String> metadata) {
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** The pickled number torch files began with before they became zips. */
  private static final byte[] OLD_TORCH = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");

  /** Bytes of a tensor: those of a Java array, more than any CLIP's has by an order. */
  private static final long LARGEST_TENSOR = Integer.MAX_VALUE;

  /**
   * Reads a file.
   *
   * @param name the file, for messages
   * @throws InputException if it is damaged, or holds anything but tensors
   */
  static Contents read(String name, ByteSource file) {
    byte[] head = new byte[(int) Math.min(file.length(), OtherFile.HEAD)];
    file.get(0, head.length).get(head);
    Contents contents = read(name, file, head);
    contents.tensors.forEach(
        (tensor, data) -> {
          if (data.values().length() > LARGEST_TENSOR) {
            throw Unreadable.because(
                name,
                "tensor %s takes %d bytes, at most %d are read"
                    .formatted(Unreadable.quoted(tensor), data.values().length(), LARGEST_TENSOR));
          }
        });
    return contents;
  }

  private static Contents read(String name, ByteSource file, byte[] head) {
    if (Safetensors.begins(head)) {
      Safetensors read = Safetensors.read(name, file);
      return new Contents(
          Container.SAFETENSORS, read.tensors(), OptionalInt.empty(), read.metadata());
    }
    if (startsWith(head, ZIP)) {
      TorchArchive archive = TorchArchive.read(name, file);
      return new Contents(
          archive.torchScript() ? Container.TORCHSCRIPT : Container.TORCH_SAVE,
          archive.tensors(),
          archive.epoch(),
          Map.of());
    }
    if (startsWith(head, OLD_TORCH)) {
      throw Unreadable.because(
          name,
          "it is of torch's format from before 1.6; convert it with python: import torch;"
              + " torch.save(torch.load('OLD', map_location='cpu', weights_only=True), 'NEW')");
    }
    if (head.length > 0 && head[0] == (byte) 0x80) {
      if (file.length() <= Pickle.MAX_BYTES) {
        Pickle.load(name, file); // to name what it asks for, if that is the matter
      }
      throw Unreadable.because(
          name, "it is a bare pickle, no archive as torch.save writes; save it with torch.save");
    }
    throw Unreadable.because(
        name,
        "it is "
            + OtherFile.of(head)
                .orElse(
                    "neither safetensors nor an archive as torch.save or torch.jit.save write; it"
                        + " may be damaged or cut short"));
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }
}
