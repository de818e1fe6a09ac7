package dev.nemesis.spark.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.run.FakeExperiment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

class NemesisKryoRegistratorTest {
  private final SerializerInstance kryo =
      new KryoSerializer(
              new SparkConf(false)
                  .set("spark.kryo.registrationRequired", "true")
                  .set("spark.kryo.registrator", NemesisKryoRegistrator.class.getName()))
          .newInstance();

  @Test
  void bundlesAndResultsOfEveryKindComeBackEqual() {
    List<Attempt> attempts = new ArrayList<>();
    GridFile.parse(
            "g",
            "{name: g, axes: {method: [zeroshot, coop, plot, cocoop], loss: [none, pan, mix],"
                + " classes: [all, base]},"
                + " settings: {dataset: d, targets: [e, f], epochs: 2, pan_omega: 50}}",
            List.of())
        .cells()
        .forEach(cell -> attempts.add(new Attempt("id-" + attempts.size(), 1, cell)));

    for (Attempt attempt : attempts) {
      Bundle bundle = new Bundle("b", List.of(attempt));
      assertThat(there(bundle)).isEqualTo(bundle);
      CellResult result = FakeExperiment.result(attempt, 3);
      assertThat(there(result)).isEqualTo(result);
      CellFailure failure =
          new CellFailure(
              "id", 0, attempt.cell(), "train", FailureKind.BUG, "m", "s", "here", "now");
      assertThat(there(failure)).isEqualTo(failure);
    }
  }

  @Test
  void whatIsNotRegisteredIsRefused() {
    assertThatThrownBy(() -> there(Path.of("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Class is not registered");
  }

  @SuppressWarnings("unchecked")
  private <T> T there(T value) {
    ClassTag<T> type = ClassTag.apply((Class<T>) value.getClass());
    ByteBuffer bytes = kryo.serialize(value, type);
    return kryo.deserialize(bytes, type);
  }
}
