package dev.nemesis.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor's bytes outside any engine, little-endian and row-major.
 *
 * @param dtype as safetensors names it: {@code F32}, {@code F16}, {@code BF16}, {@code F64}, {@code
 *     I64}, {@code I32}, {@code I16}, {@code I8}, {@code U8}, {@code BOOL}
 * @param shape dimensions; empty for a scalar
 * @param bytes the values
 */
public record TensorData(String dtype, long[] shape, byte[] bytes) {

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

  /** The same values rounded to float16 (to nearest, ties to even). */
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
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    in.position(from * bytesOf(dtype));
    for (int i = at; i < at + count; i++) {
      out[i] =
          switch (dtype) {
            case "F32" -> in.getFloat();
            case "F16" -> Half.toFloat(in.getShort());
            case "BF16" -> Float.intBitsToFloat(in.getShort() << 16);
            case "F64" -> (float) in.getDouble();
            case "I64" -> in.getLong();
            case "I32" -> in.getInt();
            case "I16" -> in.getShort();
            case "I8" -> in.get();
            case "U8", "BOOL" -> in.get() & 0xff;
            default -> throw new IllegalStateException("Cannot read values of type " + dtype);
          };
    }
  }

  /** The values as int64; for integer types. */
  public long[] toLongs() {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] out = new long[size()];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          switch (dtype) {
            case "I64" -> in.getLong();
            case "I32" -> in.getInt();
            case "I16" -> in.getShort();
            case "I8" -> in.get();
            case "U8", "BOOL" -> in.get() & 0xff;
            default -> throw new IllegalStateException("Cannot take " + dtype + " as integers");
          };
    }
    return out;
  }
}
