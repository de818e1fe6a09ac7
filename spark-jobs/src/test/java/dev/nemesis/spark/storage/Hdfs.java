package dev.nemesis.spark.storage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;

/**
 * A real HDFS in this JVM: a namenode that checks permissions and two datanodes. Tests that leave
 * it as it is share one, for it takes seconds to start; a class of tests that disturb it has its
 * own.
 */
public final class Hdfs implements AutoCloseable {
  /** Every block is on both datanodes. */
  private static final int DATANODES = 2;

  /** Small: a quota of space counts a whole block for a file that is being written. */
  static final int BLOCK_BYTES = 1 << 16;

  /** Of clients: no test waits minutes for what does not come back. */
  private static final Map<String, String> CLIENT =
      Map.of(
          "dfs.replication", "" + DATANODES,
          "dfs.blocksize", "" + BLOCK_BYTES,
          "dfs.client.max.block.acquire.failures", "1",
          "dfs.client.retry.window.base", "10",
          "dfs.client.block.write.locateFollowingBlock.retries", "2",
          "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "50",
          "dfs.client.socket-timeout", "5000",
          "ipc.client.connect.max.retries", "1");

  private static Hdfs shared;

  private final MiniDFSCluster cluster;
  private final File disk;

  private Hdfs(MiniDFSCluster cluster, File disk) {
    this.cluster = cluster;
    this.disk = disk;
  }

  /** The one of this JVM, which nobody disturbs; ends with it. */
  public static synchronized Hdfs shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** Another one. */
  static Hdfs start() {
    Configuration conf = clientSettings(new Configuration());
    conf.set("dfs.namenode.fs-limits.min-block-size", "" + BLOCK_BYTES);
    conf.setBoolean("dfs.permissions.enabled", true);
    try {
      File disk = Files.createTempDirectory("hdfs").toFile();
      conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
      MiniDFSCluster cluster =
          new MiniDFSCluster.Builder(conf).numDataNodes(DATANODES).format(true).build();
      cluster.waitActive();
      return new Hdfs(cluster, disk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cluster.shutdown();
    FileUtil.fullyDelete(disk);
  }

  private static Configuration clientSettings(Configuration conf) {
    CLIENT.forEach(conf::set);
    return conf;
  }

  /** What a client of it is configured with. */
  public Configuration hadoop() {
    return clientSettings(new Configuration());
  }

  /** The same as options of the program. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    new TreeMap<>(CLIENT)
        .forEach(
            (key, value) -> options.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    return options;
  }

  /** An output folder that is not there yet. */
  StorageFolder out() {
    return new StorageFolder(folder(), hadoop());
  }

  /** A folder that is not there yet, in one that is. */
  public String folder() {
    return cluster.getURI() + "/tests/" + UUID.randomUUID() + "/out";
  }

  /** The file system, as the user who may do everything. */
  DistributedFileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  /** Stops a datanode, and has the namenode know. */
  DataNodeProperties stopDatanode(int index) throws Exception {
    DataNodeProperties stopped = cluster.stopDataNode(index);
    cluster.setDataNodeDead(stopped.getDatanode().getDatanodeId());
    return stopped;
  }

  /** Stops the one datanode that has a file of one block. */
  DataNodeProperties stopDatanodeOf(Path file) throws Exception {
    BlockLocation[] blocks = files().getFileBlockLocations(file, 0, 1);
    if (blocks.length != 1 || blocks[0].getNames().length != 1) {
      throw new IllegalStateException(file + " is at " + Arrays.toString(blocks));
    }
    String address = blocks[0].getNames()[0];
    for (int i = 0; i < cluster.getDataNodes().size(); i++) {
      if (cluster.getDataNodes().get(i).getDatanodeId().getXferAddr().equals(address)) {
        return stopDatanode(i);
      }
    }
    throw new IllegalStateException("No datanode is at " + address);
  }

  /** Brings a datanode back, with what it had. */
  void restart(DataNodeProperties stopped) throws Exception {
    cluster.restartDataNode(stopped, false); // on any port: its old one may be another's by now
    cluster.waitActive();
    cluster.triggerBlockReports();
  }
}
