package dev.nemesis.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor outside any engine. Its values may lie in a file, and are read when they are asked for.
 *
 * @param dtype as safetensors names it: {@code F32}, {@code F16}, {@code BF16}, {@code F64}, {@code
 *     I64}, {@code I32}, {@code I16}, {@code I8}, {@code U8}, {@code BOOL}
 * @param shape dimensions; empty for a scalar
 * @param values their bytes, little-endian and row-major
 */
public record TensorData(String dtype, long[] shape, ByteSource values) {
  /** Values that are read at once: some megabytes, however large the tensor is. */
  static final int PIECE = 1 << 20;

  /** A tensor in memory. */
  public TensorData(String dtype, long[] shape, byte[] bytes) {
    this(dtype, shape, ByteSource.of(bytes));
  }

  /** A float32 tensor. */
  public static TensorData of(float[] values, long... shape) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return new TensorData("F32", shape, buffer.array());
  }

  /** An int64 tensor. */
  public static TensorData of(long[] values, long... shape) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(values);
    return new TensorData("I64", shape, buffer.array());
  }

  /** Returns the values rounded to float16 (to nearest, ties to even). */
  public TensorData toHalf() {
    float[] values = toFloats();
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putShort(Half.fromFloat(value));
    }
    return new TensorData("F16", shape, buffer.array());
  }

  /** Whether a value is a finite number and still one when rounded to float16. */
  public static boolean fitsHalf(float value) {
    return Math.abs(value) < Half.OVERFLOW; // false for NaN
  }

  /** Number of values. */
  public int size() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  /** Bytes one value of {@code dtype} takes; 0 for a type this program does not read. */
  public static int bytesOf(String dtype) {
    return switch (dtype) {
      case "F64", "I64" -> 8;
      case "F32", "I32" -> 4;
      case "F16", "BF16", "I16" -> 2;
      case "U8", "I8", "BOOL" -> 1;
      default -> 0;
    };
  }

  /** A copy of the values' bytes. */
  public byte[] bytes() {
    byte[] bytes = new byte[Math.toIntExact(values.length())];
    values.get(0, bytes.length).get(bytes);
    return bytes;
  }

  /** The values as float32, whatever the stored type. */
  public float[] toFloats() {
    float[] out = new float[size()];
    toFloats(0, out, 0, out.length);
    return out;
  }

  /**
   * Some of the values as float32.
   *
   * @param from the first of them
   * @param out takes them, from index {@code at} on
   */
  public void toFloats(int from, float[] out, int at, int count) {
    FloatBuffer to = FloatBuffer.wrap(out, at, count);
    while (to.hasRemaining()) {
      toFloats(from + to.position() - at, Math.min(PIECE, to.remaining()), to);
    }
  }

  /**
   * Some of the values as float32, read at once.
   *
   * @param from the first of them
   * @param out takes them
   */
  void toFloats(int from, int count, FloatBuffer out) {
    ByteBuffer in = raw(from, count);
    switch (dtype) {
      case "F32" -> out.put(in.asFloatBuffer());
      case "F16" -> {
        for (int i = 0; i < count; i++) {
          out.put(Half.toFloat(in.getShort()));
        }
      }
      case "BF16" -> {
        for (int i = 0; i < count; i++) {
          out.put(Float.intBitsToFloat(in.getShort() << 16));
        }
      }
      case "F64" -> {
        for (int i = 0; i < count; i++) {
          out.put((float) in.getDouble());
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          out.put((float) integer(in));
        }
      }
    }
  }

  /** The values as int64; for integer types. */
  public long[] toLongs() {
    long[] out = new long[size()];
    ByteBuffer in = raw(0, out.length);
    for (int i = 0; i < out.length; i++) {
      out[i] = integer(in);
    }
    return out;
  }

  private ByteBuffer raw(int from, int count) {
    int width = bytesOf(dtype);
    return values.get((long) from * width, Math.multiplyExact(count, width));
  }

  private long integer(ByteBuffer in) {
    return switch (dtype) {
      case "I64" -> in.getLong();
      case "I32" -> in.getInt();
      case "I16" -> in.getShort();
      case "I8" -> in.get();
      case "U8", "BOOL" -> in.get() & 0xff;
      default -> throw new IllegalStateException("Cannot take " + dtype + " as integers");
    };
  }
}
