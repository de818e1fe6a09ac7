package dev.nemesis.verify;

import dev.nemesis.loss.Corruption;
import dev.nemesis.train.CorruptionSweep;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The vectors REPLACE put in: tensors {@code replace.FACTOR.POSITION}. */
final class RecordedReplacements implements CorruptionSweep.Replacements {
  private static final Pattern NAME =
      Pattern.compile("replace\\.(\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)\\.(\\d{1,6})");

  private record Key(double factor, int position) {}

  private final RecordedTensors tensors;
  private final Map<Key, String> names = new HashMap<>();
  private final int width;

  RecordedReplacements(RecordedTensors tensors, int width) {
    this.tensors = tensors;
    this.width = width;
    for (String name : tensors.tensors().keySet()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        double factor = Double.parseDouble(matcher.group(1));
        names.put(new Key(factor, Integer.parseInt(matcher.group(2))), name);
      }
    }
  }

  @Override
  public float[] vector(Corruption corruption, int set) {
    Key key = new Key(corruption.factor(), corruption.position());
    String missing = "replace." + corruption.factor() + "." + corruption.position();
    return tensors.get(names.getOrDefault(key, missing), width).toFloats();
  }
}
