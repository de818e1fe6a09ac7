package dev.nemesis.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.prompt.NearestWords.Word;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestWordsTest {
  private static final int WIDTH = RandomClip.WIDTH;
  private static final int VOCAB = RandomClip.VOCAB;
  private static final ClipWeights WEIGHTS = RandomClip.vit(1);
  private static final float[] EMBEDDING =
      WEIGHTS.tensors().get("token_embedding.weight").toFloats();

  @Test
  void everyWordStandsWhereAPlainSortByDistanceHasIt() {
    LearnedArray prompt = LearnedArray.of("ctx", List.of(2, 3, WIDTH), random(2 * 3 * WIDTH));

    List<NearestWords> vectors = NearestWords.of("p", prompt, WEIGHTS, VOCAB);

    assertThat(vectors).hasSize(6);
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = Arrays.copyOfRange(prompt.toFloats(), i * WIDTH, (i + 1) * WIDTH);
      List<Integer> sorted =
          IntStream.range(0, VOCAB)
              .boxed()
              .sorted(Comparator.comparingDouble(token -> distance(vector, token)))
              .toList();
      assertThat(vectors.get(i).words()).extracting(Word::token).isEqualTo(sorted);
      for (Word word : vectors.get(i).words()) {
        assertThat(word.distance()).isCloseTo(distance(vector, word.token()), within(1e-12));
      }
    }
  }

  @Test
  void theNearestFewAreTheFirstOfAllHoweverManyVectorsThereAre() {
    LearnedArray prompt = LearnedArray.of("ctx", List.of(45, 3, WIDTH), random(45 * 3 * WIDTH));

    List<NearestWords> few = NearestWords.of("p", prompt, WEIGHTS, 3);
    List<NearestWords> all = NearestWords.of("p", prompt, WEIGHTS, VOCAB);

    assertThat(few).hasSize(135);
    for (int i = 0; i < few.size(); i++) {
      assertThat(few.get(i).words()).isEqualTo(all.get(i).words().subList(0, 3));
      assertThat(few.get(i).set() + "." + few.get(i).position())
          .isEqualTo((i / 3 + 1) + "." + (i % 3 + 1));
    }
  }

  @Test
  void setsAndPositionsAreCountedFromOneAndHaveTheirNorms() {
    float[] contexts = new float[2 * 3 * WIDTH];
    contexts[4 * WIDTH] = 3; // position 2 of set 2
    contexts[5 * WIDTH - 1] = -4;
    LearnedArray prompt = LearnedArray.of("ctx", List.of(2, 3, WIDTH), contexts);

    List<NearestWords> vectors = NearestWords.of("p", prompt, WEIGHTS, 1);

    assertThat(vectors)
        .extracting(v -> v.set() + "." + v.position() + " " + v.norm())
        .containsExactly("1.1 0.0", "1.2 0.0", "1.3 0.0", "2.1 0.0", "2.2 5.0", "2.3 0.0");
  }

  @Test
  void aVectorThatIsAWordsEmbeddingIsAtNoDistanceFromIt() {
    int[] tokens = {0, 41, VOCAB - 1};
    float[] contexts = new float[tokens.length * WIDTH];
    for (int i = 0; i < tokens.length; i++) {
      System.arraycopy(EMBEDDING, tokens[i] * WIDTH, contexts, i * WIDTH, WIDTH);
    }
    LearnedArray prompt = LearnedArray.of("ctx", List.of(1, tokens.length, WIDTH), contexts);

    assertThat(NearestWords.of("p", prompt, WEIGHTS, 2))
        .allMatch(vector -> vector.words().get(1).distance() > 0)
        .extracting(vector -> vector.words().get(0))
        .containsExactly(new Word(0, 0), new Word(41, 0), new Word(VOCAB - 1, 0));
  }

  @Test
  void ofEquallyNearWordsTheLowerTokenComesFirst() {
    float[] same = EMBEDDING.clone();
    for (int token : new int[] {50, 7, 23}) {
      System.arraycopy(EMBEDDING, 0, same, token * WIDTH, WIDTH);
    }
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    tensors.put("token_embedding.weight", TensorData.of(same, VOCAB, WIDTH));
    ClipWeights weights = ClipWeights.of("same", Safetensors.write(tensors, Map.of()));
    LearnedArray prompt = LearnedArray.of("ctx", List.of(1, 1, WIDTH), Arrays.copyOf(same, WIDTH));

    assertThat(NearestWords.of("p", prompt, weights, 4).get(0).words())
        .containsExactly(new Word(0, 0), new Word(7, 0), new Word(23, 0), new Word(50, 0));
  }

  @Test
  void aPromptOfAnotherWidthIsRefusedByBoth() {
    LearnedArray prompt = LearnedArray.of("ctx", List.of(1, 2, 6), new float[12]);

    assertThatThrownBy(() -> NearestWords.of("p.pth", prompt, WEIGHTS, 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot compare p.pth with the words of the weights random-1: ")
        .hasMessageContaining("width 6")
        .hasMessageContaining("embeddings " + WIDTH);
  }

  @Test
  void aValueThatIsNoNumberIsRefusedByItsPlace() {
    float[] contexts = new float[6 * WIDTH];
    contexts[4 * WIDTH + 5] = Float.NaN;
    LearnedArray prompt = LearnedArray.of("ctx", List.of(2, 3, WIDTH), contexts);

    assertThatThrownBy(() -> NearestWords.of("p.pth", prompt, WEIGHTS, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("position 2 of set 2 has the value NaN");
  }

  private static double distance(float[] vector, int token) {
    double square = 0;
    for (int i = 0; i < WIDTH; i++) {
      square += Math.pow((double) vector[i] - EMBEDDING[token * WIDTH + i], 2);
    }
    return Math.sqrt(square);
  }

  private static float[] random(int length) {
    Random random = new Random(7);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (0.1 * random.nextGaussian());
    }
    return values;
  }
}
