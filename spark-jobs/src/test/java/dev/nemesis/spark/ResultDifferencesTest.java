package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.spark.run.FakeExperiment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultDifferencesTest {
  private static final CellResult RESULT =
      FakeExperiment.result(
          new Attempt(
              "id",
              0,
              GridFile.parse(
                      "g",
                      "{name: g, settings: {dataset: d, method: cocoop, epochs: 1}}",
                      List.of())
                  .cells()
                  .get(0)),
          1);

  @Test
  void eachLearnedArrayIsAFieldByItsName() {
    List<LearnedArray> changed = new ArrayList<>(RESULT.learned());
    changed.set(3, LearnedArray.of(changed.get(3).name(), List.of(3, 1), new float[] {4, 5.5f, 6}));

    var fields = ResultDifferences.of(RESULT, RESULT.withLearned(changed)).fields();

    assertThat(fields.get("learned.ctx").different()).isZero();
    assertThat(fields.get("learned.ctx").values())
        .isEqualTo(RESULT.learned().get(0).values().size());
    assertThat(fields.get("learned.meta_net.linear2.weight").different()).isEqualTo(1);
    assertThat(fields.get("learned.meta_net.linear2.weight").largest()).isEqualTo(0.5);
    assertThat(fields.values()).filteredOn(field -> field.different() > 0).hasSize(1);
  }

  @Test
  void anArrayThatIsNotLearnedAnyMoreIsDifferent() {
    CellResult less = RESULT.withLearned(RESULT.learned().subList(0, 4));

    var fields = ResultDifferences.of(RESULT, less).fields();

    assertThat(fields.get("learned.meta_net.linear2.bias").different()).isEqualTo(1);
  }
}
