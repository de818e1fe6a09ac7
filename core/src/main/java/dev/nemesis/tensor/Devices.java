package dev.nemesis.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The devices that arrays can lie on here. */
public final class Devices {
  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");

  private Devices() {}

  /**
   * A device by the name a user gives it.
   *
   * @param name {@code cpu}, {@code gpu} (the first) or {@code gpu:N}
   * @throws InputException if it is no such name, or PyTorch cannot use that GPU
   */
  public static Device of(String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    Matcher gpu = GPU.matcher(name);
    if (!gpu.matches()) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "use the device " + name + "; give cpu, gpu or gpu:N");
    }
    Device device = Device.gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
    if (!gpus()) {
      throw unusable(name, "the PyTorch that is loaded sees no GPU", null);
    }
    try (NDManager manager = NDManager.newBaseManager(device)) {
      manager.ones(new Shape(1)).toFloatArray();
    } catch (EngineException e) {
      throw unusable(name, e.getMessage().lines().findFirst().orElse("no reason given"), e);
    }
    return device;
  }

  private static InputException unusable(String name, String why, Throwable cause) {
    return InputException.cannot(
        ErrorCode.ARGUMENT,
        "use the device %s: %s; docs/performance.md says how PyTorch for GPUs is found"
            .formatted(name, why),
        cause);
  }

  /**
   * Whether PyTorch sees any GPU. It is PyTorch that is asked: DJL's own count looks for CUDA's
   * runtime on the library path, where PyTorch does not need it.
   */
  public static boolean gpus() {
    return Engine.getEngine("PyTorch").hasCapability(StandardCapabilities.CUDA);
  }
}
