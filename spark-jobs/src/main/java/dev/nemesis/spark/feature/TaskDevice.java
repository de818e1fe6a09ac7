package dev.nemesis.spark.feature;

import ai.djl.Device;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.Devices;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** Compute device of a Spark task. */
public final class TaskDevice {
  /** Spark setting: addresses of GPUs may be of none that is there, and tasks use the CPU then. */
  public static final String SIMULATED = "spark.nemesis.gpu.simulated";

  private TaskDevice() {}

  /**
   * The GPU that Spark gave the task, or the CPU where it gave none; and as many threads for one
   * operation as the task has CPUs, so that tasks beside it are left theirs.
   *
   * @throws InputException if PyTorch does not see the GPU: on the CPU the grid would take weeks
   */
  public static Device claim() {
    TaskContext task = TaskContext.get();
    Autograd.setThreads(task == null ? 1 : task.cpus());
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get("gpu");
    if (gpu == null) {
      return Device.cpu();
    }
    String address = gpu.addresses()[0];
    if (Devices.gpus()) {
      return Device.gpu(Integer.parseInt(address));
    }
    if (SparkEnv.get().conf().getBoolean(SIMULATED, false)) {
      return Device.cpu();
    }
    throw InputException.cannot(
        ErrorCode.ARGUMENT,
        ("use GPU %s, which Spark gave a task on %s: the PyTorch that is loaded there sees none;"
                + " docs/performance.md says how PyTorch for GPUs is found, and %s=true has tasks"
                + " use the CPU")
            .formatted(address, SparkEnv.get().blockManager().blockManagerId().host(), SIMULATED));
  }
}
