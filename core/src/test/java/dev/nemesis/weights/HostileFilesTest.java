package dev.nemesis.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files made to harm: refused in one line, with nothing run and no memory taken for claims. */
class HostileFilesTest {
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "builtins, eval",
    "__builtin__, exec",
    "torch.hub, load",
    "subprocess, Popen",
    "torch, load",
    "torch.optim.sgd, SGD.step",
    "collections, OrderedDict.x"
  })
  void aPickleThatWouldRunACommandIsRefusedByTheNameItAsksFor(String module, String name) {
    Path trace = folder.resolve("ran");
    byte[] pickle = Pickled.start().global(module, name).text("touch " + trace).op(0x85, 'R').end();

    String inAnArchive = refusal(Pickled.zip(Map.of("a/data.pkl", pickle)), 4 * MEGABYTE);
    String bare = refusal(pickle, MEGABYTE);

    assertThat(inAnArchive).contains("asks for '" + module + "." + name + "'").isEqualTo(bare);
    assertThat(Files.exists(trace)).isFalse();
  }

  @Test
  void aNameGivenOnTheStackIsRefusedTooAndCannotBreakTheLine() {
    byte[] pickle = Pickled.start().text("os\n\u001b[31m").text("system").op(0x93).end();

    assertThat(refusal(pickle, MEGABYTE)).contains("'os??[31m.system'");
  }

  @Test
  void aTensorOfATerabyteIsRefused() {
    long terabyte = 1L << 38; // floats
    byte[] claimed = tensor(terabyte, 0, new long[] {terabyte}, new long[] {1});
    byte[] repeated = tensor(2, 0, new long[] {terabyte}, new long[] {0});
    byte[] overflowing =
        tensor(2, 0, new long[] {1L << 40, 1L << 40, 1L << 40}, new long[] {0, 0, 0});

    assertThat(refusal(claimed, 4 * MEGABYTE))
        .contains("tensor 'w' claims a storage of " + terabyte + " values, its entry holds 2");
    assertThat(refusal(repeated, 4 * MEGABYTE)).contains("tensor 'w'").contains("more memory");
    assertThat(refusal(overflowing, 4 * MEGABYTE)).contains("tensor 'w'").contains("not inside");
  }

  @ParameterizedTest
  @CsvSource({"0, 2, -1", "1, 2, 1", "-1, 1, 1", "0, -1, 1", "0, 2, 9223372036854775807"})
  void aViewOutsideItsStorageIsRefused(long offset, long size, long stride) {
    byte[] file = tensor(2, offset, new long[] {size}, new long[] {stride});

    assertThat(refusal(file, 4 * MEGABYTE)).contains("'w'").contains("not inside its storage of 2");
  }

  @Test
  void aStorageThatIsMissingIsNamed() {
    Pickled pickle = Pickled.dictOf("w").tensor("7", 2, 0, new long[] {2}, new long[] {1}).op('s');

    assertThat(refusal(Pickled.zip(Map.of("a/data.pkl", pickle.end())), 4 * MEGABYTE))
        .contains("tensor 'w' lies in the entry 'a/data/7', which is missing");
  }

  @Test
  void aZipCutShortAnywhereIsRefused() {
    byte[] whole = tensor(2, 0, new long[] {2}, new long[] {1});
    assertThat(WeightsFile.read("whole", whole).tensors()).containsOnlyKeys("w");

    for (int length = 0; length < whole.length; length++) {
      refusal(Arrays.copyOf(whole, length), 4 * MEGABYTE);
    }
    assertThat(refusal(Arrays.copyOf(whole, whole.length / 2), 4 * MEGABYTE))
        .contains("cut short or damaged");
  }

  @Test
  void aZipWithAnyByteSpoiltIsReadOrRefusedButNeverBreaks() {
    byte[] whole = tensor(2, 0, new long[] {2}, new long[] {1});
    for (int at = 0; at < whole.length; at++) {
      for (int flip : new int[] {0x01, 0x80, 0xff}) {
        byte[] spoilt = whole.clone();
        spoilt[at] ^= (byte) flip;
        Throwable thrown = catchThrowable(() -> WeightsFile.read("spoilt", spoilt));
        assertThat(thrown == null || thrown instanceof InputException)
            .as("byte %d xor %d: %s", at, flip, thrown)
            .isTrue();
      }
    }
  }

  @Test
  void aZipBombIsNeverUnpacked() {
    byte[] pickle =
        Pickled.dictOf("w")
            .tensor("0", 1 << 24, 0, new long[] {1 << 24}, new long[] {1})
            .op('s')
            .end();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a/data/0", new byte[1 << 26]);
    byte[] bombInAStorage = Pickled.zip(entries, ZipEntry.DEFLATED);
    byte[] bombInThePickle =
        Pickled.zip(Map.of("a/data.pkl", new byte[1 << 26]), ZipEntry.DEFLATED);
    entries.put("a/data.pkl", pickle);
    byte[] both = Pickled.zip(entries, ZipEntry.DEFLATED);

    assertThat(bombInAStorage.length).isLessThan(1 << 17);
    assertThat(refusal(bombInThePickle, 4 * MEGABYTE)).contains("'a/data.pkl' is compressed");
    assertThat(refusal(both, 4 * MEGABYTE)).contains("is compressed");
  }

  @Test
  void aStoredEntryThatLiesAboutItsSizeIsRefused() {
    byte[] file = tensor(2, 0, new long[] {2}, new long[] {1});
    int central = indexOf(file, "PK\1\2".getBytes(StandardCharsets.ISO_8859_1));
    while (central >= 0) {
      file[central + 20 + 3] = 0x7f; // compressed size, then size
      file[central + 24 + 3] = 0x7f;
      central = indexOf(file, "PK\1\2".getBytes(StandardCharsets.ISO_8859_1), central + 1);
    }

    assertThat(refusal(file, 4 * MEGABYTE)).containsAnyOf("claims", "damaged");
  }

  @Test
  void dictionariesThatShareTheirPartsWithoutEndAreRefused() {
    Pickled pickle = Pickled.start().op('}', 'q', 0); // each level twice in the next: 2^60 leaves
    for (int level = 0; level < 60; level++) {
      pickle.op('}', 'q', level + 1, '(').text("a").op('h', level).text("b").op('h', level, 'u');
    }

    assertThat(refusal(Pickled.zip(Map.of("a/data.pkl", pickle.end())), 256 * MEGABYTE))
        .contains("nests deeper or wider");
  }

  @Test
  void aDictionaryThatHoldsItselfIsRefused() {
    byte[] pickle = Pickled.start().op('}', 'q', 0).text("a").op('h', 0, 's').end();

    assertThat(refusal(Pickled.zip(Map.of("a/data.pkl", pickle)), 4 * MEGABYTE))
        .contains("nests deeper or wider");
  }

  @Test
  void aKeyThatHoldsItselfIsRefused() {
    byte[] list = Pickled.start().op('}', ']', 'q', 0, 'h', 0, 'a', 'N', 's').end();

    assertThat(refusal(list, MEGABYTE)).contains("dictionary key");
  }

  @Test
  void aHundredThousandNestedListsAreNoDeepRecursion() {
    Pickled pickle = Pickled.start();
    for (int i = 0; i < 100_000; i++) {
      pickle.op(']');
    }
    for (int i = 1; i < 100_000; i++) {
      pickle.op('a');
    }

    assertThat(refusal(pickle.end(), 64 * MEGABYTE)).contains("bare pickle");
  }

  @Test
  void aPickleOfTooManyInstructionsIsRefused() {
    byte[] pickle = new byte[4_000_000];
    Arrays.fill(pickle, (byte) 'N');
    pickle[0] = (byte) 0x80;
    pickle[1] = 2;

    assertThat(refusal(pickle, 64 * MEGABYTE)).contains("more than 1000000 instructions");
  }

  @Test
  void aStringLongerThanThePickleIsRefusedBeforeItIsMade() {
    byte[] pickle = Pickled.start().op('X', 0xff, 0xff, 0xff, 0x7f).op('x', 'y').end();

    assertThat(refusal(pickle, MEGABYTE)).contains("cut short");
  }

  @Test
  void anInstructionNoTorchFileNeedsIsRefused() {
    assertThat(refusal(Pickled.start().op('(').op('i', 'o', 's', '\n', 'x', '\n').end(), MEGABYTE))
        .contains("0x69 at byte 3");
  }

  @Test
  void twoPicklesOrNoneInAZipAreRefused() {
    byte[] pickle = Pickled.start().op('}').end();

    assertThat(
            refusal(Pickled.zip(Map.of("a/data.pkl", pickle, "b/data.pkl", pickle)), 4 * MEGABYTE))
        .contains("2 entries NAME/data.pkl");
    assertThat(refusal(Pickled.zip(Map.of("a/b/data.pkl", pickle)), 4 * MEGABYTE))
        .contains("no NAME/data.pkl");
  }

  @Test
  void safetensorsWhoseTensorsAllClaimTheWholeFileAreRefused() {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 1000; i++) {
      header
          .append(i == 0 ? "" : ",")
          .append("\"t" + i + "\":{\"dtype\":\"U8\",\"shape\":[65536],")
          .append("\"data_offsets\":[0,65536]}");
    }
    byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    byte[] one = Safetensors.write(Map.of(), Map.of());
    assertThat(WeightsFile.read("empty", one).tensors()).isEmpty();
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + 65536).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);

    assertThat(refusal(file.array(), 4 * MEGABYTE)).contains("overlap");
  }

  private static byte[] tensor(long count, long offset, long[] shape, long[] strides) {
    return Pickled.archiveOf(Pickled.dictOf("w").tensor("0", count, offset, shape, strides), 1, 2);
  }

  /** The one line a file is refused with, after checking that the refusal took little memory. */
  private static String refusal(byte[] file, long memory) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    Throwable thrown = catchThrowable(() -> WeightsFile.read("evil.pt", file));
    long taken = thread.getCurrentThreadAllocatedBytes() - before;
    assertThat(thrown).isInstanceOf(InputException.class);
    assertThat(thrown.getMessage()).startsWith("Cannot read evil.pt").matches("\\P{Cntrl}*");
    assertThat(taken).as("bytes taken to refuse: %s", thrown.getMessage()).isLessThan(memory);
    return thrown.getMessage();
  }

  private static int indexOf(byte[] bytes, byte[] what) {
    return indexOf(bytes, what, 0);
  }

  private static int indexOf(byte[] bytes, byte[] what, int from) {
    for (int i = from; i + what.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }
}
