package dev.nemesis.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.nemesis.error.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

  @Test
  void theCpuIsThereAlways() {
    assertThat(Devices.of("cpu")).isEqualTo(Device.cpu());
  }

  @Test
  void aGpuIsUsedWherePyTorchSeesOne() {
    if (Devices.gpus()) {
      assertThat(Devices.of("gpu")).isEqualTo(Device.gpu(0));
      assertThat(Devices.of("gpu:0")).isEqualTo(Device.gpu(0));
    } else {
      assertThatThrownBy(() -> Devices.of("gpu"))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("Cannot use the device gpu: the PyTorch that is loaded sees no");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu:7777", "gpu:", "gpu:-1", "gpu0", "cuda", "GPU", "cpu:0", ""})
  void anythingElseIsOneLineThatNamesIt(String name) {
    assertThatThrownBy(() -> Devices.of(name))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use the device " + name)
        .message()
        .hasLineCount(1);
  }
}
