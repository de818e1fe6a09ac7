package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.testing.Shared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the assembly (profile {@code assembly}) holds: what a plain Spark does not bring. */
class AssemblyTest {
  /** In the {@code jars} of every Spark 4.2. */
  private static final List<String> SPARKS =
      List.of(
          "org.apache.spark:*",
          "org.apache.hadoop:*",
          "org.apache.parquet:*",
          "commons-codec:commons-codec",
          "org.apache.commons:commons-text",
          "org.apache.commons:commons-compress",
          "org.apache.commons:commons-math3",
          "com.fasterxml.jackson.*:*",
          "com.univocity:univocity-parsers",
          "org.slf4j:slf4j-api");

  static Stream<String> dependencies() throws Exception {
    List<String> dependencies = new ArrayList<>();
    for (String module : List.of("core", "spark-jobs")) {
      NodeList all = pom(module).getElementsByTagName("dependency");
      for (int i = 0; i < all.getLength(); i++) {
        Element dependency = (Element) all.item(i);
        if (!text(dependency, "scope").equals("test")) {
          dependencies.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
        }
      }
    }
    return dependencies.stream().distinct();
  }

  @ParameterizedTest
  @MethodSource("dependencies")
  void aDependencyIsEitherInTheAssemblyOrBroughtBySpark(String dependency) throws Exception {
    List<String> assembly = new ArrayList<>();
    NodeList includes = pom("spark-jobs").getElementsByTagName("include");
    for (int i = 0; i < includes.getLength(); i++) {
      assembly.add(includes.item(i).getTextContent());
    }
    assertThat(isIn(assembly, dependency))
        .as("%s: in the assembly, or Spark's", dependency)
        .isNotEqualTo(isIn(SPARKS, dependency));
  }

  private static boolean isIn(List<String> patterns, String dependency) {
    return patterns.stream()
        .map(pattern -> pattern.replace(".", "\\.").replace("*", ".*"))
        .anyMatch(dependency::matches);
  }

  private static Document pom(String module) throws Exception {
    Path file = Shared.projectRoot().resolve(module).resolve("pom.xml");
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  /** The text of a dependency's element; empty where it has none. */
  private static String text(Element dependency, String name) {
    NodeList found = dependency.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
