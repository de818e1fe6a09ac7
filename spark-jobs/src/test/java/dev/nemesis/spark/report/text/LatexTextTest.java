package dev.nemesis.spark.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatexTextTest {
  @Test
  void charactersThatLatexReadsAsCommandsAreWrittenOut() {
    assertThat(LatexText.of("a_b & 5 % $ # {x} ~ ^ \\"))
        .isEqualTo(
            "a\\_b \\& 5 \\% \\$ \\# \\{x\\} \\textasciitilde{} \\textasciicircum{}"
                + " \\textbackslash{}");
  }

  @Test
  void symbolsOfThePaperAreMathematics() {
    assertThat(LatexText.of("CoOp + PAN (ω = 10, τ, β, ℓ2, ±, ×, †)"))
        .isEqualTo(
            "CoOp + PAN ($\\omega$ = 10, $\\tau$, $\\beta$, $\\ell$2, $\\pm$, $\\times$,"
                + " $\\dagger$)");
  }

  @Test
  void lettersWithAccentsStayAndOtherScriptsAreTheirNumbers() {
    assertThat(LatexText.of("café")).isEqualTo("café");
    assertThat(LatexText.of("中\uD83D\uDE00")).isEqualTo("{[}U+4E2D]{[}U+1F600]");
  }

  @Test
  void twoHyphensDoNotBecomeADashNorALineTwo() {
    assertThat(LatexText.of("--out\n---x")).isEqualTo("-{}-out -{}-{}-x");
  }

  @Test
  void whatARowWouldReadAsItsArgumentIsInBraces() {
    assertThat(LatexText.of("[a]*")).isEqualTo("{[}a]{*}");
  }
}
