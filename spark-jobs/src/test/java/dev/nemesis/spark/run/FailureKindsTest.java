package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.FailureKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindsTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(FailureKind.DIVERGED, new DivergedException("in epoch 2, step 3")),
        Arguments.of(FailureKind.RESOURCES, new OutOfMemoryError("Java heap space")),
        Arguments.of(
            FailureKind.RESOURCES,
            new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB")),
        Arguments.of(
            FailureKind.RESOURCES,
            new EngineException("DefaultCPUAllocator: can't allocate memory: you tried to")),
        Arguments.of(
            FailureKind.RESOURCES, new FileSystemException("f", null, "No space left on device")),
        Arguments.of(FailureKind.RESOURCES, new DSQuotaExceededException(10, 20)),
        Arguments.of(
            FailureKind.RESOURCES,
            new RemoteException(
                DSQuotaExceededException.class.getName(),
                "The DiskSpace quota of /out is exceeded: quota = 10 B = 10 B but diskspace")),
        Arguments.of(
            FailureKind.DATA, InputException.cannot(ErrorCode.DATASET, "read the image x.jpg")),
        Arguments.of(FailureKind.DATA, InputException.cannot(ErrorCode.WEIGHTS, "read w.pt")),
        Arguments.of(FailureKind.INFRASTRUCTURE, new ConnectException("Connection refused")),
        Arguments.of(
            FailureKind.INFRASTRUCTURE,
            InputException.cannot(ErrorCode.OUTPUT, "write x", new FileNotFoundException("gone"))),
        Arguments.of(
            FailureKind.INFRASTRUCTURE, InputException.cannot(ErrorCode.ARGUMENT, "use GPU 0")),
        Arguments.of(FailureKind.BUG, new NullPointerException()),
        Arguments.of(FailureKind.BUG, new EngineException("The size of tensor a (3) must match")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsOfTheKindOfWhatCausedIt(FailureKind kind, Throwable failure) {
    assertThat(FailureKinds.of(failure)).isEqualTo(kind);
    assertThat(FailureKinds.of(new IllegalStateException("while training", failure)))
        .isEqualTo(kind);
  }

  @Test
  void wrappersOfInputAndOutputAreLookedInto() {
    assertThat(FailureKinds.of(new UncheckedIOException(new IOException("storage away"))))
        .isEqualTo(FailureKind.INFRASTRUCTURE);
  }
}
