package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.weights.PickleValue.Attributes;
import dev.nemesis.weights.PickleValue.Storage;
import dev.nemesis.weights.PickleValue.Tuple;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a pickle of tensors and plain values, protocols 2 to 5. A pickle is a program for a stack
 * machine; this machine has no instruction that could run or load anything: a name is either on the
 * list of {@link Known} or the whole file is refused. It makes at most one small value an
 * instruction and never one of a size the pickle merely claims.
 */
final class Pickle {
  /** Larger than the pickle of any CLIP by two orders: tensors' values lie outside it. */
  static final int MAX_BYTES = 8 << 20;

  private static final int MAX_INSTRUCTIONS = 1_000_000;

  private final String file;
  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, Object> memo = new HashMap<>();

  private Pickle(String file, ByteBuffer in) {
    this.file = file;
    this.in = in;
  }

  /**
   * The value of a pickle.
   *
   * @param file for messages
   * @throws InputException if it is broken, or holds or asks for anything but tensors and plain
   *     values
   */
  static Object load(String file, ByteSource pickle) {
    if (pickle.length() > MAX_BYTES) {
      throw Unreadable.because(
          file,
          "its pickle is " + pickle.length() + " bytes long, at most " + MAX_BYTES + " are read");
    }
    try {
      return new Pickle(file, pickle.get(0, (int) pickle.length())).run();
    } catch (BufferUnderflowException e) {
      throw Unreadable.because(file, "its pickle is cut short", e);
    }
  }

  private Object run() {
    for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
      int at = in.position();
      int instruction = in.get() & 0xff;
      if (instruction == '.') {
        return pop();
      }
      if (!scalar(instruction) && !container(instruction) && !object(instruction)) {
        throw broken(
            String.format(
                Locale.ROOT,
                "holds the instruction 0x%02x at byte %d, which no torch file needs",
                instruction,
                at));
      }
    }
    throw broken("has more than " + MAX_INSTRUCTIONS + " instructions");
  }

  private boolean scalar(int instruction) {
    switch (instruction) {
      case 0x80 -> { // PROTO
        int protocol = in.get() & 0xff;
        if (protocol > 5) {
          throw broken("is of protocol " + protocol + ", known are 2 to 5");
        }
      }
      case 0x95 -> in.getLong(); // FRAME: a hint of how much to read ahead
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 0x8a -> push(integer(bytes(in.get() & 0xff)));
      case 'G' -> push(in.order(ByteOrder.BIG_ENDIAN).getDouble());
      case 'X', 'T' -> push(text(in.getInt() & 0xffffffffL));
      case 0x8c, 'U' -> push(text(in.get() & 0xff));
      case 0x8d -> push(text(in.getLong()));
      default -> {
        return false;
      }
    }
    in.order(ByteOrder.LITTLE_ENDIAN); // only a double is big-endian
    return true;
  }

  private boolean container(int instruction) {
    switch (instruction) {
      case '(' -> marks.push(stack.size());
      case '0' -> pop();
      case '1' -> sinceMark();
      case '2' -> push(top(Object.class, "a value to copy"));
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(sinceMark()));
      case 0x85, 0x86, 0x87 -> push(new Tuple(last(instruction - 0x84)));
      case ']' -> push(new ArrayList<>());
      case 'l' -> push(sinceMark());
      case 'a' -> extend(last(1));
      case 'e' -> extend(sinceMark());
      case '}' -> push(new LinkedHashMap<>());
      case 'd' -> {
        List<Object> items = sinceMark();
        push(new LinkedHashMap<>());
        fill(items);
      }
      case 's' -> fill(last(2));
      case 'u' -> fill(sinceMark());
      case 'q' -> memo.put((long) (in.get() & 0xff), top(Object.class, "a value to remember"));
      case 'r' -> memo.put(in.getInt() & 0xffffffffL, top(Object.class, "a value to remember"));
      case 0x94 -> memo.put((long) memo.size(), top(Object.class, "a value to remember"));
      case 'h' -> push(remembered(in.get() & 0xff));
      case 'j' -> push(remembered(in.getInt() & 0xffffffffL));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int instruction) {
    switch (instruction) {
      case 'c' -> push(Known.of(file, line(), line()));
      case 0x93 -> { // STACK_GLOBAL
        List<Object> names = last(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
          throw broken("asks for something without a name");
        }
        push(Known.of(file, module, name));
      }
      case 'R', 0x81 -> { // REDUCE, NEWOBJ
        List<Object> call = last(2);
        if (!(call.get(1) instanceof Tuple arguments)) {
          throw broken("makes a call without arguments");
        }
        push(Known.call(file, call.get(0), arguments.items()));
      }
      case 'b' -> build(pop());
      case 'Q' -> push(storage(pop()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Attributes of a dictionary are torch's notes on versions; those of an object are its parts. */
  private void build(Object state) {
    Object target = top(Object.class, "an object to build");
    if (target instanceof Attributes object && state instanceof Map<?, ?> values) {
      object.set(values);
    } else if (!(target instanceof Map)) {
      throw broken("sets the state of something that has none");
    }
  }

  private Storage storage(Object id) {
    if (id instanceof Tuple tuple
        && tuple.items().size() >= 5
        && tuple.items().get(0) instanceof String kind
        && kind.equals("storage")
        && tuple.items().get(1) instanceof Known.StorageType type
        && tuple.items().get(2) instanceof String key
        && tuple.items().get(4) instanceof Long count) {
      return new Storage(key, type.dtype(), count);
    }
    throw broken("refers to something outside it that is no torch storage");
  }

  private void extend(List<Object> items) {
    @SuppressWarnings("unchecked") // every list here is made above
    List<Object> list = top(List.class, "a list to add to");
    list.addAll(items);
  }

  private void fill(List<Object> items) {
    @SuppressWarnings("unchecked") // every map here is made above, or by Known
    Map<Object, Object> map = top(Map.class, "a dictionary to fill");
    if (items.size() % 2 != 0) {
      throw broken("gives a dictionary a key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      map.put(key(file, items.get(i)), items.get(i + 1));
    }
  }

  /**
   * A dictionary's key: a plain value or a tensor, as optimizers keep their state by; hashing
   * anything else could run in circles.
   */
  static Object key(String file, Object key) {
    if (key instanceof String
        || key instanceof Number
        || key instanceof Boolean
        || key instanceof PickleValue.View) {
      return key;
    }
    throw Unreadable.because(
        file, "its pickle has a dictionary key that is neither a string, a number nor a tensor");
  }

  private Object remembered(long index) {
    if (!memo.containsKey(index)) {
      throw broken("recalls the value " + index + ", which it never made");
    }
    return memo.get(index);
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    return last(1).get(0);
  }

  private List<Object> sinceMark() {
    if (marks.isEmpty()) {
      throw broken("has lost its place");
    }
    List<Object> tail = stack.subList(marks.pop(), stack.size());
    List<Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private List<Object> last(int count) {
    int floor = marks.isEmpty() ? 0 : marks.peek();
    if (stack.size() - floor < count) {
      throw broken("takes more values than it made");
    }
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private <T> T top(Class<T> type, String wanted) {
    int floor = marks.isEmpty() ? 0 : marks.peek();
    Object top = stack.size() > floor ? stack.get(stack.size() - 1) : null;
    if (stack.size() > floor && (type.isInstance(top) || type == Object.class)) {
      return type.cast(top);
    }
    throw broken("lacks " + wanted);
  }

  private Number integer(byte[] littleEndian) {
    byte[] bytes = new byte[littleEndian.length + 1];
    for (int i = 0; i < littleEndian.length; i++) {
      bytes[bytes.length - 1 - i] = littleEndian[i];
    }
    bytes[0] = (byte) (bytes.length > 1 && bytes[1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(bytes);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  private String line() {
    int start = in.position();
    int end = start;
    while (end < in.limit() && in.get(end) != '\n') {
      end++;
    }
    byte[] line = bytes(end - start);
    in.get(); // the line's end
    return new String(line, StandardCharsets.UTF_8);
  }

  private String text(long length) {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private byte[] bytes(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private InputException broken(String why) {
    return Unreadable.because(file, "its pickle " + why);
  }
}
