package dev.nemesis.spark.report.text;

import dev.nemesis.spark.report.model.ReportModel;
import java.util.stream.Collectors;

/** A document of all tables, to be compiled by {@code pdflatex} in the folder they lie in. */
public final class LatexDocument {
  private LatexDocument() {}

  /** LaTeX that puts in each table's file, its id and {@code .tex}, beside it. */
  public static String of(ReportModel report) {
    return """
    %% Tables of a grid. Compile it here twice: pdflatex tables.tex
    \\documentclass[10pt]{article}
    \\usepackage[utf8]{inputenc}
    \\usepackage[a4paper,margin=2.2cm]{geometry}
    %s
    \\begin{document}
    \\section*{Grid %s}
    %s%s\\end{document}
    """
        .formatted(
            LatexTable.packages(),
            LatexText.of(report.grid()),
            report.notes().stream()
                .map(note -> LatexText.of(note) + "\\par\n")
                .collect(Collectors.joining()),
            report.tables().stream()
                .map(table -> "\\input{" + table.id() + ".tex}\n")
                .collect(Collectors.joining("\n")));
  }
}
