package dev.nemesis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The folder {@code shared} is read by marked tests alone, and by {@link Shared} alone. */
class SharedTest {
  /** The folder's name at either end of a path in a string. */
  private static final Pattern NAMES_IT =
      Pattern.compile("\"(\\.\\./)*shared[/\"]|nemesis\\.shared");

  @Test
  void aTestThatIsNotMarkedCannotReadTheFolder() {
    assertThatThrownBy(() -> Shared.path("traces"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A test reads shared/traces: mark it, or its class, with @ReadsShared");
  }

  @ReadsShared
  @Test
  void aMarkedTestReadsTheFolderAndFailsByNameWhereAFileIsMissing() {
    assertThat(Shared.path("traces")).isDirectory();
    assertThatThrownBy(() -> Shared.path("no/such.json"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("The folder 'shared' has no no/such.json");
  }

  @Test
  void noTestGoesToTheFolderByItself() throws IOException {
    List<String> others = new ArrayList<>();
    for (String module : List.of("core", "spark-jobs")) {
      try (Stream<Path> files = Files.walk(Shared.projectRoot().resolve(module + "/src/test"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          if (NAMES_IT.matcher(Files.readString(file)).find()) {
            others.add(file.getFileName().toString());
          }
        }
      }
    }

    assertThat(others).containsExactlyInAnyOrder("ReadsShared.java", "Shared.java");
  }
}
