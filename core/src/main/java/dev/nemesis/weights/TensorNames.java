package dev.nemesis.weights;

import dev.nemesis.tensor.TensorData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * OpenAI's names for a CLIP's tensors, found behind what programs put around them: a name before
 * all names ({@code model.}, {@code clip.}), one anywhere ({@code module.}, {@code _orig_mod.}), a
 * text tower of its own ({@code text.}), or Hugging Face's names.
 */
final class TensorNames {
  /** Modules that hold another one and nothing else. */
  private static final Pattern WRAPPERS =
      Pattern.compile(
          "(?<=^|\\.)(module|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.");

  /** Beginnings of the names that a CLIP or a prompt has at its root. */
  private static final List<String> ROOTS =
      List.of(
          "visual.",
          "transformer.",
          "token_embedding.",
          "text.",
          "text_model.",
          "vision_model.",
          "ctx");

  /**
   * Tensors that TorchScript archives of CLIP hold beside weights; OpenAI's loader drops them too.
   */
  private static final Set<String> NO_WEIGHTS =
      Set.of("input_resolution", "context_length", "vocab_size");

  private static final String TEXT_TOWER = "text.";

  /** Tensors of open_clip's own text transformer, in a tower of its own or not. */
  private static final Pattern PLAIN_TEXT =
      Pattern.compile(
          "text\\.(token_embedding\\.weight|positional_embedding|text_projection|attn_mask"
              + "|ln_final\\.(weight|bias)|transformer\\.resblocks\\.\\d+\\..+)");

  private final String file;

  private TensorNames(String file) {
    this.file = file;
  }

  /**
   * Tensors by OpenAI's names, where they are a CLIP's.
   *
   * @param file for messages
   * @throws dev.nemesis.error.InputException if two tensors get one name
   */
  static Map<String, TensorData> openAi(String file, Map<String, TensorData> tensors) {
    TensorNames names = new TensorNames(file);
    Map<String, TensorData> named =
        names.renamed(tensors, name -> WRAPPERS.matcher(name).replaceAll(""));
    int around = around(named.keySet());
    named = names.renamed(named, name -> name.substring(around));
    named.keySet().removeAll(NO_WEIGHTS);
    if (ofPlainTextTower(named.keySet())) {
      named =
          names.renamed(
              named,
              name -> name.startsWith(TEXT_TOWER) ? name.substring(TEXT_TOWER.length()) : name);
    }
    return HuggingFaceNames.in(named) ? HuggingFaceNames.toOpenAi(file, named) : named;
  }

  /** The number of letters before every name and before what a CLIP's names begin with. */
  private static int around(Set<String> names) {
    if (names.isEmpty()) {
      return 0;
    }
    String first = names.iterator().next();
    for (int at = 0; ; ) {
      int from = at;
      if (names.stream().anyMatch(name -> ROOTS.stream().anyMatch(r -> name.startsWith(r, from)))) {
        return at;
      }
      at = first.indexOf('.', from) + 1;
      String before = first.substring(0, at);
      if (at == 0 || !names.stream().allMatch(name -> name.startsWith(before))) {
        return 0;
      }
    }
  }

  /** Whether all of the text tower is what OpenAI's models have without one. */
  private static boolean ofPlainTextTower(Set<String> names) {
    Set<String> tower =
        names.stream().filter(name -> name.startsWith(TEXT_TOWER)).collect(Collectors.toSet());
    return !tower.isEmpty() && tower.stream().allMatch(name -> PLAIN_TEXT.matcher(name).matches());
  }

  private Map<String, TensorData> renamed(
      Map<String, TensorData> tensors, UnaryOperator<String> rename) {
    Map<String, TensorData> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (renamed.put(rename.apply(name), tensor) != null) {
            throw Unreadable.because(
                file, "it holds two tensors " + Unreadable.quoted(rename.apply(name)));
          }
        });
    return renamed;
  }
}
