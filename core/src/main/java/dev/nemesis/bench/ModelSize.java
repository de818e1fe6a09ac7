package dev.nemesis.bench;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.mini.MiniDatasets;
import org.apache.hadoop.conf.Configuration;

/** Models that need no download: of the published sizes with random weights, or the mini one. */
public enum ModelSize {
  /** CLIP's RN50. */
  RN50,
  /** CLIP's ViT-B/16. */
  VIT_B16,
  /** The one that comes with the program. */
  MINI;

  /** Pictures to encode: the mini model's own, photograph-sized noise for the others. */
  public Dataset pictures() {
    return this == MINI ? MiniDatasets.open("mini-tiles") : RandomPictures.dataset();
  }

  /** Its weights; the same for the same size. */
  public ClipWeights weights() {
    return switch (this) {
      case RN50 -> RandomWeights.rn50();
      case VIT_B16 -> RandomWeights.vitB16();
      case MINI -> ClipWeights.load(ClipWeights.MINI, new Configuration(false));
    };
  }
}
