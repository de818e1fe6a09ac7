package dev.nemesis.weights;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.TensorData;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Tensors of one file, or of several that an index holds together. A file's values stay in it until
 * they are asked for, so it may be larger than the heap.
 *
 * @param source the file; the index, where there is one
 * @param container its format
 * @param shards how many files there are
 * @param tensors by OpenAI's names where they are a CLIP's
 * @param epoch of a checkpoint
 * @param metadata what safetensors say of themselves; else empty
 * @param digest hex: SHA-256 of the file; of several, of what they are called and their digests
 */
public record WeightsFile(
    String source,
    Container container,
    int shards,
    Map<String, TensorData> tensors,
    OptionalInt epoch,
    Map<String, String> metadata,
    String digest) {

  /** The file formats of tensors. */
  public enum Container {
    SAFETENSORS("safetensors"),
    TORCH_SAVE("torch.save archive"),
    TORCHSCRIPT("TorchScript archive");

    private final String title;

    Container(String title) {
      this.title = title;
    }

    /** The format's name, for people to read. */
    public String title() {
      return title;
    }
  }

  /**
   * Reads weights from any Hadoop file system.
   *
   * @param location a file, an index of shards, or a folder with either
   * @throws InputException if it is missing, damaged, or holds anything but tensors
   */
  public static WeightsFile load(String location, Configuration hadoop) {
    try {
      FileSystem files = Location.path(location).getFileSystem(hadoop);
      String file = WeightsFolder.file(files, location);
      ByteSource bytes = StoredFile.open(files, Location.path(file));
      if (ShardIndex.begins(bytes)) {
        return ShardIndex.read(file, bytes).load(files);
      }
      ShardIndex.refuseShard(file);
      return read(file, bytes);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(ErrorCode.WEIGHTS, "find the weights " + location, e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS, "read the weights " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the bytes of a file.
   *
   * @param name the file, for messages
   * @throws InputException if it is damaged, or holds anything but tensors
   */
  public static WeightsFile read(String name, byte[] file) {
    return read(name, ByteSource.of(file));
  }

  static WeightsFile read(String name, ByteSource file) {
    Contents contents = Contents.read(name, file);
    return new WeightsFile(
        name,
        contents.container(),
        1,
        TensorNames.openAi(name, contents.tensors()),
        contents.epoch(),
        contents.metadata(),
        Digests.sha256(file));
  }
}
