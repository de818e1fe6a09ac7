package dev.nemesis.spark.session;

import com.esotericsoftware.kryo.Kryo;
import dev.nemesis.feature.BrokenImage;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.ClassSubset;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.grid.OwnValue;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.grid.Provenance;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Everything that travels between driver and executors. Kryo refuses what is not listed here, so
 * that nothing is sent by accident.
 */
public final class NemesisKryoRegistrator implements KryoRegistrator {
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          Attempt.class,
          BrokenImage.class,
          Bundle.class,
          Cell.class,
          CellFailure.class,
          CellResult.class,
          EpochResult.class,
          FeatureKey.class,
          FeatureRows.class,
          Evaluation.class,
          LearnedArray.class,
          LossSpec.class,
          Method.class,
          OptimizerSpec.class,
          OwnValue.class,
          PromptSpec.class,
          Provenance.class);

  private static final List<Class<?>> ENUMS =
      List.of(
          ClassSubset.class,
          ClassTokenPosition.class,
          FailureKind.class,
          FeatureKey.Transform.class,
          Norm.class,
          OmegaSchedule.class);

  /**
   * Classes that Spark itself sends when it reads schemas from files, sorts, joins and hands rows
   * over a partition at a time, and does not register by itself (it does for about as many others).
   */
  private static final List<String> SPARKS_OWN =
      List.of(
          "org.apache.spark.sql.types.ArrayType",
          "org.apache.spark.sql.types.BinaryType$",
          "org.apache.spark.sql.types.BooleanType$",
          "org.apache.spark.sql.types.ByteType$",
          "org.apache.spark.sql.types.FloatType$",
          "org.apache.spark.sql.types.MapType",
          "org.apache.spark.sql.types.NullType$",
          "org.apache.spark.sql.types.ShortType$",
          "org.apache.spark.sql.types.TimestampType$",
          "org.apache.spark.sql.types.TimestampNTZType$",
          "org.apache.spark.sql.catalyst.expressions.Descending$",
          "org.apache.spark.sql.catalyst.expressions.NullsLast$",
          "org.apache.spark.util.io.ChunkedByteBuffer",
          "[Lorg.apache.spark.util.io.ChunkedByteBuffer;");

  @Override
  public void registerClasses(Kryo kryo) {
    RECORDS.forEach(type -> kryo.register(type, new RecordSerializer<>(type)));
    ENUMS.forEach(kryo::register);
    kryo.register(List.of().getClass(), new ImmutableListSerializer());
    kryo.register(List.of(1).getClass(), new ImmutableListSerializer());
    for (String name : SPARKS_OWN) {
      try {
        kryo.register(Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("This Spark has no class " + name, e);
      }
    }
  }
}
