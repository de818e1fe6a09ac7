package dev.nemesis.spark.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of this machine where nobody listens, and nobody else will: it is taken, by a socket that
 * refuses whoever connects.
 */
public final class DeafPort implements AutoCloseable {
  private final Socket socket;

  private DeafPort(Socket socket) {
    this.socket = socket;
  }

  /** One that was free. */
  public static DeafPort take() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new DeafPort(socket);
  }

  /** Its number. */
  public int number() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
