package dev.nemesis.spark.notebook;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.InternalException;
import jdk.jshell.spi.ExecutionControl.RunException;

/**
 * Runs what JShell compiled in this JVM, where Spark is, and keeps the object it gave: JShell
 * itself hands on no more than its text.
 */
final class Snippets extends DirectExecutionControl {
  private Object value;
  private Throwable thrown;

  /**
   * For a notebook.
   *
   * @param parent has the program's classes, and Spark's
   */
  Snippets(ClassLoader parent) {
    super(new Loader(parent));
  }

  /** Returns the value of the last snippet; null if it has none. */
  Object value() {
    return value;
  }

  /** Returns the exception of the last snippet that threw one. */
  Throwable thrown() {
    return thrown;
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    value = null;
    value = snippet.invoke(null);
    return "";
  }

  @Override
  protected String throwConvertedInvocationException(Throwable cause)
      throws RunException, InternalException {
    thrown = cause;
    return super.throwConvertedInvocationException(cause);
  }

  /** The classes of snippets. One that is written anew has another name. */
  private static final class Loader extends ClassLoader implements LoaderDelegate {
    private final Map<String, byte[]> codes = new ConcurrentHashMap<>();

    Loader(ClassLoader parent) {
      super(parent);
    }

    @Override
    public void load(ClassBytecodes[] classes) {
      for (ClassBytecodes one : classes) {
        codes.put(one.name(), one.bytecodes());
      }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] code = codes.get(name);
      if (code == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, code, 0, code.length);
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
      load(classes);
    }

    @Override
    public void addToClasspath(String path) {
      // The parent has it: this is told to the compiler.
    }
  }
}
