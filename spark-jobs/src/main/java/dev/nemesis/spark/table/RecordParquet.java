package dev.nemesis.spark.table;

import dev.nemesis.grid.Method;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/**
 * One record as a Parquet file of one row, without Spark: an executor writes it by itself. The file
 * carries a {@link Seal}.
 */
final class RecordParquet {
  private RecordParquet() {}

  /** The bytes of the file. */
  static byte[] encode(Record row) throws IOException {
    MessageType schema = RecordSchema.parquet(row.getClass());
    InMemory file = new InMemory();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withType(schema)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      Group group = new SimpleGroup(schema);
      fill(group, row);
      writer.write(group);
    }
    return Seal.put(file.bytes.toByteArray());
  }

  private static void fill(Group group, Record row) {
    for (RecordSchema.Column column : RecordSchema.columns(row.getClass())) {
      add(group, column.name(), value(column.component(), row));
    }
  }

  /** An absent value is no field at all. */
  private static void add(Group group, String name, Object value) {
    if (value == null) {
      return;
    }
    if (value instanceof Method method) {
      group.add(name, method.name());
    } else if (value instanceof Record nested) {
      fill(group.addGroup(name), nested);
    } else if (value instanceof List<?> list) {
      Group elements = group.addGroup(name);
      for (Object element : list) {
        add(elements.addGroup(RecordSchema.LIST), RecordSchema.ELEMENT, element);
      }
    } else if (value instanceof Enum<?> constant) {
      group.add(name, constant.name().toLowerCase(Locale.ROOT));
    } else if (value instanceof String text) {
      group.add(name, text);
    } else if (value instanceof Integer number) {
      group.add(name, (int) number);
    } else if (value instanceof Long number) {
      group.add(name, (long) number);
    } else if (value instanceof Float number) {
      group.add(name, (float) number);
    } else if (value instanceof Double number) {
      group.add(name, (double) number);
    } else if (value instanceof Boolean flag) {
      group.add(name, (boolean) flag);
    } else {
      throw new IllegalArgumentException("Cannot write a " + value.getClass().getName());
    }
  }

  private static Object value(RecordComponent component, Record row) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component + " of a record", e);
    }
  }

  /** A file in memory: these are tens of kilobytes, and one write is easier to make atomic. */
  private static final class InMemory implements OutputFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int b) {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int offset, int length) {
          bytes.write(b, offset, length);
          if (bytes.size() == Seal.OFFSET) {
            bytes.write(new byte[Seal.LENGTH], 0, Seal.LENGTH);
          }
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
