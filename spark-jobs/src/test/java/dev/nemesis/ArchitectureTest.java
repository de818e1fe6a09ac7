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
@AnalyzeClasses(
    packages = "dev.nemesis.spark",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** From the top down; the command line, on top, puts the others together. */
  private static final List<String> PACKAGES =
      List.of(
          "dev.nemesis.spark",
          "dev.nemesis.spark.notebook..",
          "dev.nemesis.spark.report",
          "dev.nemesis.spark.report.live..",
          "dev.nemesis.spark.report.page..",
          "dev.nemesis.spark.report.text..",
          "dev.nemesis.spark.report.figure..",
          "dev.nemesis.spark.report.query..",
          "dev.nemesis.spark.report.model..",
          "dev.nemesis.spark.compare..",
          "dev.nemesis.spark.export..",
          "dev.nemesis.spark.run..",
          "dev.nemesis.spark.table..",
          "dev.nemesis.spark.feature..",
          "dev.nemesis.spark.session..");

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
  static final ArchRule EVERY_CLASS_HAS_ITS_PLACE =
      classes().should().resideInAnyPackage(PACKAGES.toArray(String[]::new));

  @ArchTest
  static final ArchRule TENSORS_STAY_BELOW_NOTEBOOKS_THE_REPORT_AND_THE_TABLES =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.nemesis.spark.notebook..",
              "dev.nemesis.spark.report..",
              "dev.nemesis.spark.compare..",
              "dev.nemesis.spark.export..",
              "dev.nemesis.spark.table..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "dev.nemesis.train..", "dev.nemesis.clip..");

  /** Digits of another locale would be in names of files, which are then not found again. */
  @ArchTest
  static final ArchRule FORMATTING_NAMES_ITS_LOCALE =
      noClasses().should().callMethod(String.class, "format", String.class, Object[].class);
}
