package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PickleValue.Attributes;
import dev.nemesis.weights.PickleValue.View;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An archive that {@code torch.save} or {@code torch.jit.save} writes: a zip of one pickle, {@code
 * NAME/data.pkl}, and the storages it refers to, {@code NAME/data/KEY}. A TorchScript archive also
 * holds code, which is not looked at.
 *
 * @param torchScript whether it is a TorchScript archive
 * @param tensors by dotted names: of a state dict, of the one in a {@link Checkpoint}, or of a
 *     TorchScript archive's modules, parameters and buffers
 * @param epoch of a checkpoint
 */
record TorchArchive(boolean torchScript, Map<String, TensorData> tensors, OptionalInt epoch) {
  private static final String PICKLE = "/data.pkl";
  private static final int LONGEST_ORDER = 20;

  /**
   * Reads an archive.
   *
   * @param file for messages
   * @throws InputException if it is damaged, claims what is not there, or asks for anything but
   *     tensors
   */
  static TorchArchive read(String file, ByteSource bytes) {
    ZipEntries zip = ZipEntries.of(file, bytes);
    String root = root(file, zip);
    zip.get(root + "/byteorder")
        .map(order -> order.get(0, (int) Math.min(order.length(), LONGEST_ORDER)))
        .map(order -> StandardCharsets.US_ASCII.decode(order).toString())
        .filter(order -> !order.equals("little"))
        .ifPresent(
            order -> {
              throw Unreadable.because(
                  file,
                  "its values are in byte order " + Unreadable.quoted(order) + ", not little");
            });
    Checkpoint checkpoint = Checkpoint.of(Pickle.load(file, zip.get(root + PICKLE).orElseThrow()));
    return new TorchArchive(
        zip.names().contains(root + "/constants.pkl"),
        new Tree(file, zip, root, bytes.length()).flatten(checkpoint.state()),
        checkpoint.epoch());
  }

  private static String root(String file, ZipEntries zip) {
    List<String> roots =
        zip.names().stream()
            .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - 9)
            .toList();
    if (roots.isEmpty()) {
      throw Unreadable.because(file, "it is " + OtherFile.zip(zip.names()));
    }
    if (roots.size() > 1) {
      throw Unreadable.because(
          file,
          "it is a zip with "
              + roots.size()
              + " entries NAME/data.pkl, so not what torch.save or torch.jit.save writes");
    }
    return roots.get(0).substring(0, roots.get(0).length() - PICKLE.length());
  }

  /** Walks modules or dictionaries down to the tensors. */
  private static final class Tree {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 200_000;
    private static final int MAX_NAME = 1_000;

    private final String file;
    private final ZipEntries zip;
    private final String root;
    private final Gather gather;
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private int values;

    Tree(String file, ZipEntries zip, String root, long fileSize) {
      this.file = file;
      this.zip = zip;
      this.root = root;
      this.gather = new Gather(file, fileSize);
    }

    Map<String, TensorData> flatten(Object value) {
      walk("", value, 0);
      return tensors;
    }

    private void walk(String name, Object value, int depth) {
      // Modules may be shared, so that a small pickle can spell a tree without end.
      if (depth > MAX_DEPTH || ++values > MAX_VALUES || name.length() > MAX_NAME) {
        throw Unreadable.because(
            file, "its pickle nests deeper or wider than any model's: " + Unreadable.quoted(name));
      }
      if (value instanceof View view) {
        if (tensors.put(name, gather.tensor(name, view, storage(name, view))) != null) {
          throw Unreadable.because(file, "it holds two tensors " + Unreadable.quoted(name));
        }
      } else if (value instanceof Attributes module) {
        members(name, module.values(), depth);
      } else if (value instanceof Map<?, ?> map) {
        members(name, map, depth);
      }
    }

    private void members(String name, Map<?, ?> members, int depth) {
      for (Map.Entry<?, ?> member : members.entrySet()) {
        if (member.getKey() instanceof String key) {
          walk(name.isEmpty() ? key : name + "." + key, member.getValue(), depth + 1);
        }
      }
    }

    private ByteSource storage(String name, View view) {
      String entry = root + "/data/" + view.storage().key();
      return zip.get(entry)
          .orElseThrow(
              () ->
                  Unreadable.because(
                      file,
                      "tensor "
                          + Unreadable.quoted(name)
                          + " lies in the entry "
                          + Unreadable.quoted(entry)
                          + ", which is missing"));
    }
  }
}
