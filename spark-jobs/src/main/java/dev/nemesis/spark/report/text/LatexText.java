package dev.nemesis.spark.report.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Any text as LaTeX that sets it with the fonts every installation has. A character that they do
 * not have becomes its number, as {@code [U+4E2D]}, so that a document still compiles.
 */
final class LatexText {
  private static final Map<Integer, String> SPECIAL = special();

  private LatexText() {}

  static String of(String text) {
    String set =
        text.codePoints().mapToObj(LatexText::character).collect(Collectors.joining()).strip();
    // Two hyphens in a row would be set as a dash.
    return set.replace("--", "-{}-").replace("--", "-{}-");
  }

  private static String character(int c) {
    String special = SPECIAL.get(c);
    if (special != null) {
      return special;
    }
    if (Character.isWhitespace(c) || Character.isISOControl(c)) {
      return " ";
    }
    boolean isAscii = c < 0x7F;
    boolean isLatin1Letter = c >= 0xC0 && c <= 0xFF && "ÐÞðþ".indexOf(c) < 0;
    return isAscii || isLatin1Letter
        ? Character.toString(c)
        : "{[}U+" + String.format(Locale.ROOT, "%04X", c) + "]";
  }

  private static Map<Integer, String> special() {
    Map<Integer, String> all = new HashMap<>();
    "#$%&_{}".chars().forEach(c -> all.put(c, "\\" + (char) c));
    put(all, "\\ \\textbackslash{} ~ \\textasciitilde{} ^ \\textasciicircum{} | \\textbar{}");
    // After a row's end these would be read as its arguments.
    put(all, "[ {[} * {*}");
    put(all, "‘ ` ’ ' “ `` ” '' \" '' – \\textendash{} — \\textemdash{} … \\dots{} § \\S{}");
    math(all, "< < > > ± \\pm × \\times ÷ \\div · \\cdot − - † \\dagger ‡ \\ddagger ° ^\\circ");
    math(all, "≤ \\leq ≥ \\geq ≠ \\neq ≈ \\approx ∞ \\infty ∈ \\in ∑ \\sum √ \\surd ℓ \\ell");
    math(all, "→ \\to ← \\leftarrow ↑ \\uparrow ↓ \\downarrow ‖ \\| ∅ \\emptyset");
    math(all, "⁰ ^0 ¹ ^1 ² ^2 ³ ^3 ⁴ ^4 ₀ _0 ₁ _1 ₂ _2 ₃ _3 µ \\mu ½ \\frac{1}{2}");
    math(all, "α \\alpha β \\beta γ \\gamma δ \\delta ε \\varepsilon ζ \\zeta η \\eta θ \\theta");
    math(all, "ι \\iota κ \\kappa λ \\lambda μ \\mu ν \\nu ξ \\xi ο o π \\pi ρ \\rho σ \\sigma");
    math(all, "ς \\varsigma τ \\tau υ \\upsilon φ \\varphi χ \\chi ψ \\psi ω \\omega");
    math(all, "Γ \\Gamma Δ \\Delta Θ \\Theta Λ \\Lambda Ξ \\Xi Π \\Pi Σ \\Sigma Υ \\Upsilon");
    math(all, "Φ \\Phi Ψ \\Psi Ω \\Omega");
    all.put(0xA0, "~");
    return Map.copyOf(all);
  }

  private static void math(Map<Integer, String> all, String pairs) {
    Map<Integer, String> those = new HashMap<>();
    put(those, pairs);
    those.forEach((c, set) -> all.put(c, "$" + set + "$"));
  }

  private static void put(Map<Integer, String> all, String pairs) {
    String[] parts = pairs.split(" ", -1);
    for (int i = 0; i < parts.length; i += 2) {
      all.put(parts[i].codePointAt(0), parts[i + 1]);
    }
  }
}
