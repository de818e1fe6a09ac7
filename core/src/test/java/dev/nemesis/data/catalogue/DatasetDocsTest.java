package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.testing.Shared;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** {@code docs/datasets.md} says what the program takes. */
class DatasetDocsTest {
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

  @Test
  void everyExampleIsADeclarationAndEveryReaderHasOne() throws IOException {
    List<String> readers = new ArrayList<>();
    Matcher examples = YAML.matcher(docs());
    while (examples.find()) {
      byte[] yaml = examples.group(1).getBytes(StandardCharsets.UTF_8);
      readers.add(
          DatasetDeclaration.read(new ByteArrayInputStream(yaml), examples.group(1)).readerName());
    }
    assertThat(readers)
        .contains(
            "coop",
            "aircraft",
            "imagenet",
            "numbered_folders",
            "ranked_folders",
            "folders",
            "list");
  }

  @Test
  void everyDatasetOfThePaperHasItsFolderInTheTable() throws IOException {
    DeclaredDatasets declared = DeclaredDatasets.standard(new Configuration());
    String docs = docs();
    for (String name : declared.names()) {
      DeclaredDataset dataset = declared.declared(name);
      assertThat(docs)
          .containsPattern(
              "\\| `%s` \\| %s \\| `%s/`"
                  .formatted(
                      Pattern.quote(name),
                      Pattern.quote(dataset.title()),
                      Pattern.quote(dataset.folder())));
    }
  }

  private static String docs() throws IOException {
    return Files.readString(Shared.projectRoot().resolve("docs/datasets.md"));
  }
}
