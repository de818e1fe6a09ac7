package dev.nemesis.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function of tensors in TorchScript, libtorch's own language: one call does what takes DJL one
 * for each operation, what is made on the way is let go of at once, and libtorch's operations that
 * DJL has no method for are there. Gradients flow through it where they are asked for. Safe for use
 * by several threads, on any device.
 *
 * <p>The text becomes what {@code torch.jit.save} would write of it: an archive with the code of a
 * module without parameters.
 */
public final class Script {
  private static final String ROOT = "archive/";

  /** Pickles of protocol 2: {@code Script} with its one field, and no constants. */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\nScript\n)\u0081}(X\u0008\0\0\0training\u0088ub.";

  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private final PtSymbolBlock module;

  private Script(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Hands a function to libtorch.
   *
   * @param parameters their names; each is a tensor
   * @param body its statements, the last of which returns a tensor, in the form that {@code
   *     torch.jit} saves: operations are functions of {@code torch}
   * @return the function, for as long as the process lives: one is made a class, not a call
   * @throws ai.djl.engine.EngineException if libtorch does not understand it
   */
  public static Script of(List<String> parameters, String body) {
    String code =
        """
        class Script(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Script, %s) -> Tensor:
        %s"""
            .formatted(
                String.join(": Tensor, ", parameters) + ": Tensor", body.stripIndent().indent(4));
    NDManager forever = NDManager.newBaseManager();
    try {
      return new Script(
          JniUtils.loadModule(
              (PtNDManager) forever, new ByteArrayInputStream(archive(code)), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can be read", e);
    }
  }

  private static byte[] archive(String code) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "data.pkl", OBJECT);
      entry(zip, "code/__torch__.py", code);
      entry(zip, "constants.pkl", NO_CONSTANTS);
      entry(zip, "version", "10\n");
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(ROOT + name));
    zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
    zip.closeEntry();
  }

  /**
   * Calls the function. The result is in the first argument's manager.
   *
   * @param arguments as many as there are parameters
   * @throws ai.djl.engine.EngineException if they are more or fewer, or their shapes do not fit
   */
  public NDArray apply(NDArray... arguments) {
    // Its optimiser takes an operation's gradient apart into many; the setting is the thread's own.
    JniUtils.setGraphExecutorOptimize(false);
    return IValueUtils.forward(module, new NDList(arguments), true).singletonOrThrow();
  }
}
