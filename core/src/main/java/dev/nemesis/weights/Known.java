package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.weights.PickleValue.Attributes;
import dev.nemesis.weights.PickleValue.Storage;
import dev.nemesis.weights.PickleValue.Tuple;
import dev.nemesis.weights.PickleValue.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The allow-list: every class and function a pickle may ask for by name. None is looked up in any
 * runtime; what "calling" one means is written here.
 */
sealed interface Known {

  /** {@code torch.HalfStorage} and its like. */
  record StorageType(String dtype) implements Known {}

  /** A class whose objects are taken as bare attributes. */
  record ObjectType(String name) implements Known {}

  /** Functions and classes that make plain values. */
  enum Function implements Known {
    TENSOR,
    PARAMETER,
    DICT,
    SIZE,
    DEVICE,
    LIST,
    TYPED
  }

  /** Torch's own limit. */
  int MAX_DIMENSIONS = 64;

  /** Classes in TorchScript archives live below this made-up package. */
  String TORCHSCRIPT = "__torch__";

  Map<String, String> STORAGES =
      Map.of(
          "torch.FloatStorage", "F32",
          "torch.HalfStorage", "F16",
          "torch.BFloat16Storage", "BF16",
          "torch.DoubleStorage", "F64",
          "torch.LongStorage", "I64",
          "torch.IntStorage", "I32",
          "torch.ShortStorage", "I16",
          "torch.CharStorage", "I8",
          "torch.ByteStorage", "U8",
          "torch.BoolStorage", "BOOL");

  Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("torch._utils._rebuild_tensor_v2", Function.TENSOR),
          Map.entry("torch._utils._rebuild_parameter", Function.PARAMETER),
          Map.entry("collections.OrderedDict", Function.DICT),
          Map.entry("collections.defaultdict", Function.DICT),
          Map.entry("builtins.dict", Function.DICT),
          Map.entry("__builtin__.dict", Function.DICT),
          Map.entry("torch.Size", Function.SIZE),
          Map.entry("torch.device", Function.DEVICE),
          Map.entry("torch.jit._pickle.build_intlist", Function.LIST),
          Map.entry("torch.jit._pickle.build_doublelist", Function.LIST),
          Map.entry("torch.jit._pickle.build_boollist", Function.LIST),
          Map.entry("torch.jit._pickle.build_tensorlist", Function.LIST),
          Map.entry("torch.jit._pickle.restore_type_tag", Function.TYPED));

  /**
   * CoOp saves its scheduler's state beside the prompt, and with it, because that state holds the
   * scheduler that follows the warm-up, these two objects. Only their attributes are read.
   */
  Set<String> BYSTANDERS =
      Set.of("torch.optim.lr_scheduler.CosineAnnealingLR", "torch.optim.sgd.SGD");

  /**
   * Looks up the function or type that a pickle asks for.
   *
   * @throws InputException naming it, if it is not on the list
   */
  static Known of(String file, String module, String name) {
    String full = module + "." + name;
    if (FUNCTIONS.containsKey(full)) {
      return FUNCTIONS.get(full);
    }
    if (STORAGES.containsKey(full)) {
      return new StorageType(STORAGES.get(full));
    }
    if (module.equals(TORCHSCRIPT)
        || module.startsWith(TORCHSCRIPT + ".")
        || BYSTANDERS.contains(full)) {
      return new ObjectType(full);
    }
    throw Unreadable.because(
        file,
        "its pickle asks for "
            + Unreadable.quoted(full)
            + ", which is no part of a weights file; nothing of it was run. If you trust the file,"
            + " save its tensors alone as safetensors");
  }

  /** Returns the result of calling something that was looked up. */
  static Object call(String file, Object known, List<Object> arguments) {
    if (known instanceof ObjectType) {
      return new Attributes();
    }
    if (!(known instanceof Function function)) {
      throw wrong(file, "calls something that is no function");
    }
    return switch (function) {
      case TENSOR -> tensor(file, arguments);
      case PARAMETER -> argument(file, "_rebuild_parameter", arguments, 0, View.class);
      case DICT -> dict(file, arguments);
      case SIZE -> argument(file, "torch.Size", arguments, 0, Tuple.class);
      case DEVICE -> argument(file, "torch.device", arguments, 0, String.class);
      case LIST -> argument(file, "a list", arguments, 0, List.class);
      case TYPED -> argument(file, "restore_type_tag", arguments, 0, Object.class);
    };
  }

  private static View tensor(String file, List<Object> arguments) {
    String what = "_rebuild_tensor_v2";
    long[] shape = longs(file, argument(file, what, arguments, 2, Tuple.class));
    long[] strides = longs(file, argument(file, what, arguments, 3, Tuple.class));
    if (shape.length != strides.length) {
      throw wrong(
          file,
          "gives a tensor " + shape.length + " dimensions and " + strides.length + " strides");
    }
    return new View(
        argument(file, what, arguments, 0, Storage.class),
        argument(file, what, arguments, 1, Long.class),
        shape,
        strides);
  }

  /** Always empty: a call that copied a list could be made once a byte. */
  private static Map<Object, Object> dict(String file, List<Object> arguments) {
    if (!arguments.isEmpty() && !(arguments.get(0) instanceof Known)) {
      throw wrong(file, "makes a dictionary of a list, as only Python 2 does");
    }
    return new LinkedHashMap<>();
  }

  private static long[] longs(String file, Tuple tuple) {
    if (tuple.items().size() > MAX_DIMENSIONS) {
      throw wrong(file, "gives a tensor " + tuple.items().size() + " dimensions");
    }
    long[] values = new long[tuple.items().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = argument(file, "a shape", tuple.items(), i, Long.class);
    }
    return values;
  }

  private static <T> T argument(
      String file, String what, List<Object> arguments, int index, Class<T> type) {
    if (index < arguments.size() && type.isInstance(arguments.get(index))) {
      return type.cast(arguments.get(index));
    }
    throw wrong(file, "calls " + what + " without the right argument " + index);
  }

  private static InputException wrong(String file, String why) {
    return Unreadable.because(file, "its pickle " + why);
  }
}
