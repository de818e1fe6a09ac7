package dev.nemesis.clip.pretrain;

import dev.nemesis.clip.ImageTransform;
import dev.nemesis.clip.PixelNorm;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.data.mini.Lesson;
import dev.nemesis.data.mini.Lessons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures and the different captions among theirs, before they are arrays. Two pictures with the
 * same words are both right for them; as false negatives they would pull against each other.
 *
 * @param pixels {@code [B, 3, 64, 64]}, normalised as CLIP's are
 * @param captionOf which caption each picture has {@code [B]}
 * @param tokens {@code [U, T]}, T the longest caption's length
 * @param eot where each caption ends {@code [U]}
 * @param tokenLength T
 */
@SuppressWarnings("ArrayRecordComponent") // buffers on their way to the device, never compared
record LessonBatch(float[] pixels, int[] captionOf, long[] tokens, long[] eot, int tokenLength) {
  private static final int PIXELS = FreshWeights.RESOLUTION * FreshWeights.RESOLUTION;

  int size() {
    return captionOf.length;
  }

  int captions() {
    return eot.length;
  }

  /** Draws the batch of a step. */
  static LessonBatch draw(PretrainSettings settings, int step, Tokenizer tokenizer) {
    int n = settings.batch();
    float[] pixels = new float[n * 3 * PIXELS];
    int[] captionOf = new int[n];
    Map<String, Integer> captions = new LinkedHashMap<>();
    List<Lesson> lessons = Lessons.draw(settings.seed(), step, n, settings.ease(step));
    for (int i = 0; i < n; i++) {
      Lesson lesson = lessons.get(i);
      float[] own = ImageTransform.normalise(lesson.picture(), PixelNorm.OPENAI);
      System.arraycopy(own, 0, pixels, i * own.length, own.length);
      captionOf[i] = captions.computeIfAbsent(lesson.caption(), c -> captions.size());
    }
    return withTokens(pixels, captionOf, captions, tokenizer);
  }

  private static LessonBatch withTokens(
      float[] pixels, int[] captionOf, Map<String, Integer> captions, Tokenizer tokenizer) {
    int[][] encoded = captions.keySet().stream().map(tokenizer::encode).toArray(int[][]::new);
    int longest = 0;
    for (int[] tokens : encoded) {
      longest = Math.max(longest, tokens.length + 2);
    }
    long[] tokens = new long[encoded.length * longest];
    long[] eot = new long[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      int at = i * longest;
      tokens[at] = tokenizer.sos();
      for (int j = 0; j < encoded[i].length; j++) {
        tokens[at + 1 + j] = encoded[i][j];
      }
      eot[i] = encoded[i].length + 1L;
      tokens[at + (int) eot[i]] = tokenizer.eot();
    }
    return new LessonBatch(pixels, captionOf, tokens, eot, longest);
  }
}
