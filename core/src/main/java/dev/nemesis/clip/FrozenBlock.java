package dev.nemesis.clip;

import dev.nemesis.clip.declared.Activation;
import dev.nemesis.tensor.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parts of a block whose weights never change, each one call.
 *
 * @param queriesKeysValues {@link TransformerBlock#queriesKeysValues}, the queries' scale in the
 *     weights
 * @param finish {@link TransformerBlock#finish}; of QuickGELU the factor is in the weights
 */
record FrozenBlock(Script queriesKeysValues, Script finish) {
  /** A script stays for as long as the process lives: one is made for each kind of block. */
  private static final Map<Kind, FrozenBlock> KINDS = new ConcurrentHashMap<>();

  private record Kind(Activation activation, double epsilon) {}

  /** The blocks of a tower. */
  static FrozenBlock of(Tower tower) {
    return KINDS.computeIfAbsent(
        new Kind(tower.activation(), tower.epsilon()),
        kind -> new FrozenBlock(queriesKeysValues(kind.epsilon), finish(kind)));
  }

  private static Script queriesKeysValues(double epsilon) {
    return Script.of(
        List.of("x", "lnWeight", "lnBias", "qkvWeight", "qkvBias"),
        """
        normalised = torch.layer_norm(x, [torch.size(x, -1)], lnWeight, lnBias, %s)
        return torch.linear(normalised, qkvWeight, qkvBias)
        """
            .formatted(number(epsilon)));
  }

  private static Script finish(Kind kind) {
    return Script.of(
        List.of(
            "x",
            "attended",
            "outWeight",
            "outBias",
            "lnWeight",
            "lnBias",
            "fcWeight",
            "fcBias",
            "projWeight",
            "projBias"),
        """
        y = torch.add(x, torch.linear(attended, outWeight, outBias))
        normalised = torch.layer_norm(y, [torch.size(y, -1)], lnWeight, lnBias, %s)
        hidden = torch.%s(torch.linear(normalised, fcWeight, fcBias))
        return torch.add(y, torch.linear(hidden, projWeight, projBias))
        """
            .formatted(number(kind.epsilon), kind.activation == Activation.GELU ? "gelu" : "silu"));
  }

  /** Formats a number as Python does. */
  private static String number(double value) {
    return Double.toString(value).replace("E", "e");
  }
}
