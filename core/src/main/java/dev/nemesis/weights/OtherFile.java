package dev.nemesis.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another kind of file that lies where weights should, told by its first bytes: a page or a message
 * that a server sent instead, a pointer to the file, a package around it, weights of other
 * programs.
 */
final class OtherFile {
  /** Bytes from the start that are looked at. */
  static final int HEAD = 1024;

  private static final String CONVERT =
      ", which is not read here; save the model from there as safetensors";

  private static final String UNPACK = "; unpack it and give the file of weights in it";

  /** A file's first bytes, hex, from a place on, and what it is. */
  private record Magic(int at, String hex, String what) {}

  private static final List<Magic> MAGICS =
      List.of(
          new Magic(0, "1f8b", "compressed with gzip" + UNPACK),
          new Magic(0, "425a68", "compressed with bzip2" + UNPACK),
          new Magic(0, "fd377a585a00", "compressed with xz" + UNPACK),
          new Magic(0, "28b52ffd", "compressed with zstd" + UNPACK),
          new Magic(0, "04224d18", "compressed with lz4" + UNPACK),
          new Magic(0, "377abcaf271c", "a 7z archive" + UNPACK),
          new Magic(0, "526172211a07", "a rar archive" + UNPACK),
          new Magic(257, "7573746172", "a tar archive" + UNPACK),
          new Magic(0, "894844460d0a1a0a", "HDF5, as Keras and TensorFlow write" + CONVERT),
          new Magic(0, "934e554d5059", "an array of NumPy (.npy)" + CONVERT),
          new Magic(0, "47475546", "GGUF, llama.cpp's format" + CONVERT),
          new Magic(0, "67676d6c", "GGML, llama.cpp's old format" + CONVERT),
          new Magic(0, "6c6d6767", "GGML, llama.cpp's old format" + CONVERT),
          new Magic(0, "746a6767", "GGML, llama.cpp's old format" + CONVERT),
          new Magic(4, "54464c33", "a TensorFlow Lite model" + CONVERT),
          new Magic(0, "50415231", "a Parquet file, no weights"),
          new Magic(0, "53514c69746520666f726d6174", "an SQLite database, no weights"),
          new Magic(0, "25504446", "a PDF document, no weights"),
          new Magic(0, "89504e470d0a1a0a", "a PNG image, no weights"),
          new Magic(0, "ffd8ff", "a JPEG image, no weights"));

  private static final Pattern POINTER =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/.*?(?:\\ssize (\\d+)\\s.*)?", Pattern.DOTALL);

  private static final Pattern PAGE =
      Pattern.compile("<(!doctype html|html|head|body)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>\\s*([^<]{1,200})", Pattern.CASE_INSENSITIVE);

  private static final int QUOTED = 60;

  private OtherFile() {}

  /**
   * The name of what a file is, as the rest of "it is".
   *
   * @param head its first bytes, up to {@value #HEAD}
   * @return empty if it is not known
   */
  static Optional<String> of(byte[] head) {
    if (head.length == 0) {
      return Optional.of("empty; fetch it again");
    }
    for (Magic magic : MAGICS) {
      byte[] bytes = HexFormat.of().parseHex(magic.hex);
      int end = magic.at + bytes.length;
      if (head.length >= end && Arrays.equals(head, magic.at, end, bytes, 0, bytes.length)) {
        return Optional.of(magic.what);
      }
    }
    if (text(head)) {
      return Optional.of(text(new String(head, StandardCharsets.UTF_8)));
    }
    if (zeros(head)) {
      return Optional.of("empty but for its length: it begins with zeros; fetch it again");
    }
    if (messagePack(head)) {
      return Optional.of("MessagePack, as Flax writes" + CONVERT);
    }
    return protobuf(head);
  }

  /**
   * The name of a zip without a pickle of torch.
   *
   * @param entries names in it
   */
  static String zip(Set<String> entries) {
    if (!entries.isEmpty() && entries.stream().allMatch(name -> name.endsWith(".npy"))) {
      return "arrays of NumPy (.npz)" + CONVERT;
    }
    return "a zip with no NAME/data.pkl, so not what torch.save or torch.jit.save write"
        + entries.stream()
            .filter(name -> name.matches(".*\\.(safetensors|pt|pth|bin|ckpt)"))
            .findFirst()
            .map(name -> "; unpack it and give " + Unreadable.quoted(name) + " in it")
            .orElse("");
  }

  private static String text(String text) {
    String start = text.strip().replaceFirst("^\ufeff", "");
    Matcher pointer = POINTER.matcher(start + "\n");
    if (pointer.matches()) {
      String size = pointer.group(1);
      return "a pointer of Git LFS to a file"
          + (size == null ? "" : " of " + size + " bytes")
          + ", not the file; fetch that with: git lfs pull";
    }
    String again = "; a server may have sent it instead of the file: fetch that again";
    if (start.startsWith("<") && PAGE.matcher(start).find()) {
      Matcher title = TITLE.matcher(start);
      return "a web page"
          + (title.find() ? " with the title " + quoted(title.group(1)) : "")
          + again;
    }
    if (start.startsWith("<")) {
      return "XML that begins with " + quoted(start) + again;
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return "JSON that begins with "
          + quoted(start)
          + ", no weights; a server may have sent it"
          + " instead of the file, or it is the configuration beside it";
    }
    return "text that begins with " + quoted(start) + again;
  }

  private static String quoted(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return Unreadable.quoted(line.length() > QUOTED ? line.substring(0, QUOTED) + "..." : line);
  }

  /** Whether all bytes are of text; its last letter may be cut. */
  private static boolean text(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    String text = new String(head, StandardCharsets.UTF_8);
    int wrong = text.indexOf('\ufffd');
    return wrong < 0 || (head.length == HEAD && wrong >= text.length() - 3);
  }

  private static boolean zeros(byte[] head) {
    for (byte b : head) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** A map whose first key is a name. */
  private static boolean messagePack(byte[] head) {
    int first = head[0] & 0xff;
    int key = first > 0x80 && first < 0x90 ? 1 : first == 0xde ? 3 : first == 0xdf ? 5 : 0;
    if (key == 0 || head.length <= key + 1) {
      return false;
    }
    int length = (head[key] & 0xe0) == 0xa0 ? head[key] & 0x1f : 0;
    return length > 0
        && head.length > key + length
        && new String(head, key + 1, length, StandardCharsets.UTF_8).matches("\\w+");
  }

  /** ONNX begins with its version and who wrote it, TensorFlow's saved model with a graph. */
  private static Optional<String> protobuf(byte[] head) {
    if (head.length < 4 || head[0] != 0x08 || head[2] != 0x12) {
      return Optional.empty();
    }
    int length = head[3];
    boolean writer =
        length > 0
            && head.length >= 4 + length
            && new String(head, 4, length, StandardCharsets.UTF_8).matches("[\\w. +-]+");
    if (head[1] > 1 && writer) {
      return Optional.of("an ONNX model" + CONVERT);
    }
    return head[1] == 1 ? Optional.of("a saved model of TensorFlow" + CONVERT) : Optional.empty();
  }
}
