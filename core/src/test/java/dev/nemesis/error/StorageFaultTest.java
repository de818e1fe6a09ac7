package dev.nemesis.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StorageFaultTest {
  private static final String MAKE_ROOM =
      "; make room and run the same command to go on: what is done is kept";
  private static final String GIVE = "; give a folder that can be read and written";

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            new FileSystemException("/d/.f", null, "No space left on device"),
            "/d/.f: No space left on device" + MAKE_ROOM),
        Arguments.of(
            new RemoteException(
                DSQuotaExceededException.class.getName(),
                "The DiskSpace quota of /out is exceeded: quota = 1 B\n\tat org.apache.X\n"),
            "The DiskSpace quota of /out is exceeded: quota = 1 B" + MAKE_ROOM),
        Arguments.of(
            new IOException("Cannot create f. Name node is in safe mode.\nIt was turned on"),
            "Cannot create f. Name node is in safe mode; run the same command when it has left safe"
                + " mode"),
        Arguments.of(
            new ConnectException("Connection refused"),
            "Connection refused; run the same command when it can be reached"),
        Arguments.of(new AccessDeniedException("/d"), "permission denied, /d" + GIVE),
        Arguments.of(
            new NoSuchFileException("/proc/d"),
            "there is no /proc/d, and it cannot be made" + GIVE),
        Arguments.of(new IOException((String) null), "IOException" + GIVE));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsOneLineThatSaysWhyAndWhatWouldHelpHoweverItIsWrapped(Exception fault, String line) {
    for (Exception thrown : new Exception[] {fault, new IllegalStateException("job", fault)}) {
      InputException said = StorageFault.cannot("write f", thrown);
      assertThat(said).hasMessage("Cannot write f: " + line).hasCause(thrown);
      assertThat(said.code()).isEqualTo(ErrorCode.OUTPUT);
    }
  }

  @Test
  void whatIsNoFaultOfStorageIsNone() {
    assertThat(StorageFault.isIn(new IllegalStateException("a bug"))).isFalse();
    assertThat(StorageFault.isFull(new IOException("gone"))).isFalse();
  }
}
