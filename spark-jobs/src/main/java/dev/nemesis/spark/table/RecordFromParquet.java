package dev.nemesis.spark.table;

import dev.nemesis.grid.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** The record that {@link RecordParquet} wrote, without Spark. */
final class RecordFromParquet {
  private RecordFromParquet() {}

  /**
   * Reads the one row of a file. What an older program did not write is null, zero or false.
   *
   * @throws IOException saying what is wrong with it
   */
  static <T extends Record> T read(Class<T> type, byte[] file) throws IOException {
    if (file.length == 0) {
      throw new IOException("it is empty");
    }
    if (Seal.isOn(file) && !Seal.isUnbroken(file)) {
      throw new IOException("it is cut short or changed: its checksum is another");
    }
    if (!Seal.isOn(file) && hasRoomForSeal(file)) {
      throw new IOException("it is changed: the mark of its checksum is another");
    }
    try (ParquetReader<Group> reader = new Rows(file).build()) {
      Group row = reader.read();
      if (row == null) {
        throw new IOException("there is no row in it");
      }
      return record(type, row);
    } catch (RuntimeException e) { // Parquet has many ways to meet what is no file of its kind
      throw new IOException("it is no Parquet file of a " + type.getSimpleName(), e);
    }
  }

  /**
   * Whether its first page stands behind the place of a checksum: in files of programs that wrote
   * none it stands where others have the mark, which alone would not tell a damaged mark from none.
   */
  private static boolean hasRoomForSeal(byte[] file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new InMemory(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      return reader.getRowGroups().stream()
          .anyMatch(group -> group.getStartingPos() >= Seal.OFFSET + Seal.LENGTH);
    } catch (RuntimeException e) { // Parquet has many ways to meet what is no file of its kind
      throw new IOException("it is no Parquet file", e);
    }
  }

  private static final class Rows extends ParquetReader.Builder<Group> {
    Rows(byte[] file) {
      super(new InMemory(file), new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  private static <T extends Record> T record(Class<T> type, Group group) {
    List<RecordSchema.Column> columns = RecordSchema.columns(type);
    Object[] values =
        columns.stream().map(column -> field(group, column.name(), column.type())).toArray();
    try {
      Constructor<T> constructor =
          type.getDeclaredConstructor(
              columns.stream()
                  .map(column -> column.component().getType())
                  .toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + type.getName(), e);
    }
  }

  private static Object field(Group group, String name, Type type) {
    boolean known = group.getType().containsField(name);
    if (!known || group.getFieldRepetitionCount(name) == 0) {
      return absent(type);
    }
    if (type instanceof ParameterizedType list) {
      return elements(group.getGroup(name, 0), list.getActualTypeArguments()[0]);
    }
    return value(group, name, (Class<?>) type);
  }

  private static Object absent(Type type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == int.class) {
      return 0;
    }
    return type == double.class ? (Object) 0.0 : null;
  }

  private static List<Object> elements(Group list, Type element) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(RecordSchema.LIST); i++) {
      elements.add(field(list.getGroup(RecordSchema.LIST, i), RecordSchema.ELEMENT, element));
    }
    return elements;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class says what it is
  private static Object value(Group group, String name, Class<?> type) {
    if (type == Method.class) {
      return new Method(group.getString(name, 0));
    } else if (type.isRecord()) {
      return record((Class<? extends Record>) type, group.getGroup(name, 0));
    } else if (type.isEnum()) {
      String constant = group.getString(name, 0).toUpperCase(Locale.ROOT);
      return Enum.valueOf((Class<? extends Enum>) type, constant);
    } else if (type == String.class) {
      return group.getString(name, 0);
    } else if (type == int.class || type == Integer.class) {
      return group.getInteger(name, 0);
    } else if (type == long.class || type == Long.class) {
      return group.getLong(name, 0);
    } else if (type == float.class || type == Float.class) {
      return group.getFloat(name, 0);
    } else if (type == double.class || type == Double.class) {
      return group.getDouble(name, 0);
    } else if (type == boolean.class || type == Boolean.class) {
      return group.getBoolean(name, 0);
    }
    throw new IllegalArgumentException("Cannot read a " + type.getName());
  }

  /** A file that has been read already. */
  private record InMemory(byte[] bytes) implements InputFile {
    @Override
    public long getLength() {
      return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
      Positioned in = new Positioned(bytes);
      return new DelegatingSeekableInputStream(in) {
        @Override
        public long getPos() {
          return in.position();
        }

        @Override
        public void seek(long position) {
          in.to(position);
        }
      };
    }
  }

  private static final class Positioned extends ByteArrayInputStream {
    Positioned(byte[] bytes) {
      super(bytes);
    }

    long position() {
      return pos;
    }

    void to(long position) {
      pos = (int) position;
    }
  }
}
