package dev.nemesis.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskRoomTest {
  private static final String CLUSTER = "spark://host:7077";

  @Test
  void tasksInTheDriverShareThisMachine() {
    TaskRoom room = TaskRoom.of(Map.of("spark.master", "local[*]"));
    assertThat(room.gpu()).isFalse();
    assertThat(room.memory()).isPositive();
  }

  @Test
  void tasksOfAnExecutorShareItsMemoryOutsideTheHeap() {
    TaskRoom alone =
        TaskRoom.of(Map.of("spark.master", CLUSTER, "spark.executor.memoryOverhead", "8g"));
    TaskRoom four =
        TaskRoom.of(
            Map.of(
                "spark.master", CLUSTER,
                "spark.executor.memoryOverhead", "8192", // megabytes, as Spark has it
                "spark.executor.cores", "8",
                "spark.task.cpus", "2"));
    assertThat(alone.memory()).isBetween(4L << 30, 8L << 30);
    assertThat(four.memory()).isEqualTo(alone.memory() / 4);
  }

  @Test
  void aGpuCountsWithTheMemoryThatIsSaid() {
    TaskRoom room =
        TaskRoom.of(
            Map.of(
                "spark.master",
                CLUSTER,
                "spark.executor.resource.gpu.amount",
                "1",
                TaskRoom.GPU_MEMORY,
                "80g"));
    assertThat(room.gpu()).isTrue();
    assertThat(room.memory()).isBetween(40L << 30, 80L << 30);
  }
}
