package dev.nemesis.spark.feature;

import ai.djl.Device;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.Devices;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** What a task computes on. */
public final class TaskDevice {
  private TaskDevice() {}

  /**
   * The GPU that Spark gave the task, or the CPU; and as many threads for one operation as the task
   * has CPUs, so that tasks beside it are left theirs.
   */
  public static Device claim() {
    TaskContext task = TaskContext.get();
    Autograd.setThreads(task == null ? 1 : task.cpus());
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get("gpu");
    if (gpu == null || !Devices.gpus()) {
      return Device.cpu();
    }
    return Device.gpu(Integer.parseInt(gpu.addresses()[0]));
  }
}
