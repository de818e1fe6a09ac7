package dev.nemesis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Imports point downwards only: a package knows nothing of those above it. */
@AnalyzeClasses(packages = "dev.nemesis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** From the top down. Each stands for its sub-packages too. */
  private static final List<String> PACKAGES =
      List.of(
          "dev.nemesis.bench..",
          "dev.nemesis.verify..",
          "dev.nemesis.train..",
          "dev.nemesis.loss..",
          "dev.nemesis.method..",
          "dev.nemesis.prompt..",
          "dev.nemesis.feature..",
          "dev.nemesis.clip..",
          "dev.nemesis.data..",
          "dev.nemesis.grid..",
          "dev.nemesis.weights..",
          "dev.nemesis.tensor..",
          "dev.nemesis.random..",
          "dev.nemesis.storage..",
          "dev.nemesis.file..",
          "dev.nemesis.text..",
          "dev.nemesis.error..");

  @ArchTest
  static void noPackageImportsOneAboveIt(JavaClasses classes) {
    for (int i = 1; i < PACKAGES.size(); i++) {
      noClasses()
          .that()
          .resideInAPackage(PACKAGES.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PACKAGES.subList(0, i).toArray(String[]::new))
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule READERS_KNOW_NO_CATALOGUE =
      noClasses()
          .that()
          .resideInAPackage("dev.nemesis.data.reader")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.nemesis.data.catalogue", "dev.nemesis.data.mini");

  @ArchTest
  static final ArchRule IMAGES_KNOW_NO_READER =
      noClasses()
          .that()
          .resideInAPackage("dev.nemesis.data")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.nemesis.data.reader", "dev.nemesis.data.catalogue", "dev.nemesis.data.mini");

  @ArchTest
  static final ArchRule EVERY_CLASS_HAS_ITS_PLACE =
      classes().should().resideInAnyPackage(PACKAGES.toArray(String[]::new));

  @ArchTest
  static final ArchRule CORE_KNOWS_NOTHING_OF_SPARK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "dev.nemesis.spark..", "scala..");

  /** Digits of another locale would be in names of files, which are then not found again. */
  @ArchTest
  static final ArchRule FORMATTING_NAMES_ITS_LOCALE =
      noClasses().should().callMethod(String.class, "format", String.class, Object[].class);
}
