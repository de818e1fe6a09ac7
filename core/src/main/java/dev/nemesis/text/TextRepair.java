package dev.nemesis.text;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.text.translate.AggregateTranslator;
import org.apache.commons.text.translate.CharSequenceTranslator;
import org.apache.commons.text.translate.EntityArrays;
import org.apache.commons.text.translate.LookupTranslator;
import org.apache.commons.text.translate.NumericEntityUnescaper;

/**
 * The cleaning that CLIP applies to a text before byte-pair encoding: repair by ftfy, HTML
 * unescaping twice, white space collapsed, lower case.
 *
 * <p>It has every step of ftfy but one: text decoded with the wrong encoding ("cafÃ©") stays as it
 * is. It knows the HTML entities of HTML 4, the apostrophe and numbers, each closed by a semicolon.
 */
final class TextRepair {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001b\\[[0-9;]*[a-zA-Z]");

  private static final CharSequenceTranslator UNESCAPE =
      new AggregateTranslator(
          new LookupTranslator(EntityArrays.BASIC_UNESCAPE),
          new LookupTranslator(EntityArrays.APOS_UNESCAPE),
          new LookupTranslator(EntityArrays.ISO8859_1_UNESCAPE),
          new LookupTranslator(EntityArrays.HTML40_EXTENDED_UNESCAPE),
          new NumericEntityUnescaper());

  private static final Pattern NUMBERED = Pattern.compile("&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));");

  private static final Map<Character, String> LIGATURES =
      Map.ofEntries(
          Map.entry('\u0132', "IJ"),
          Map.entry('\u0133', "ij"),
          Map.entry('\u0149', "\u02bcn"),
          Map.entry('\u01f1', "DZ"),
          Map.entry('\u01f2', "Dz"),
          Map.entry('\u01f3', "dz"),
          Map.entry('\u01c4', "D\u017d"),
          Map.entry('\u01c5', "D\u017e"),
          Map.entry('\u01c6', "d\u017e"),
          Map.entry('\u01c7', "LJ"),
          Map.entry('\u01c8', "Lj"),
          Map.entry('\u01c9', "lj"),
          Map.entry('\u01ca', "NJ"),
          Map.entry('\u01cb', "Nj"),
          Map.entry('\u01cc', "nj"),
          Map.entry('\ufb00', "ff"),
          Map.entry('\ufb01', "fi"),
          Map.entry('\ufb02', "fl"),
          Map.entry('\ufb03', "ffi"),
          Map.entry('\ufb04', "ffl"),
          Map.entry('\ufb05', "\u017ft"),
          Map.entry('\ufb06', "st"));

  private TextRepair() {}

  /** The text as CLIP encodes it. */
  static String clean(String text) {
    String repaired = unescape(unescape(repair(text)));
    return WHITE_SPACE.matcher(repaired).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  /** ftfy's repairs, repeated until none changes the text, as ftfy repeats them. */
  private static String repair(String text) {
    // A '<' means the text may be HTML on purpose; ftfy then leaves its entities alone.
    boolean entities = text.indexOf('<') < 0;
    String before;
    String after = text;
    do {
      before = after;
      String plain = straighten(entities ? unescape(before) : before);
      String visible = withoutControls(TERMINAL_ESCAPE.matcher(plain).replaceAll(""));
      after = Normalizer.normalize(visible, Normalizer.Form.NFC);
    } while (!after.equals(before));
    return after;
  }

  private static String unescape(String text) {
    return UNESCAPE.translate(NUMBERED.matcher(text).replaceAll(TextRepair::possible));
  }

  /** Returns a numeric entity as it is, or U+FFFD if its number is no character's, as in HTML. */
  private static String possible(MatchResult entity) {
    BigInteger number =
        entity.group(1) != null
            ? new BigInteger(entity.group(1), 16)
            : new BigInteger(entity.group(2));
    boolean isCharacter =
        number.bitLength() <= 21
            && number.signum() > 0
            && number.intValue() <= Character.MAX_CODE_POINT
            && (number.intValue() < Character.MIN_SURROGATE
                || number.intValue() > Character.MAX_SURROGATE);
    return isCharacter ? entity.group() : "\ufffd";
  }

  /** Ligatures apart, full- and half-width forms to their common ones, curly quotes straight. */
  private static String straighten(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      String simpler = commonForm(text.charAt(i));
      for (int j = 0; j < simpler.length(); j++) {
        out.append(straightQuote(simpler.charAt(j)));
      }
    }
    return out.toString();
  }

  private static String commonForm(char c) {
    if (c >= 0x80 && c <= 0x9f) { // never meant as controls: a Windows encoding taken for Latin-1
      String windows = new String(new byte[] {(byte) c}, WINDOWS_1252);
      return windows.equals("\ufffd") ? String.valueOf(c) : windows;
    }
    if (c == '\u3000' || (c >= 0xff01 && c < 0xfff0)) {
      return Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
    }
    return LIGATURES.getOrDefault(c, String.valueOf(c));
  }

  private static char straightQuote(char c) {
    if (c == '\u02bc' || (c >= '\u2018' && c <= '\u201b')) {
      return '\'';
    }
    return c >= '\u201c' && c <= '\u201f' ? '"' : c;
  }

  private static String withoutControls(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control =
          c < 0x09
              || c == 0x0b
              || (c >= 0x0e && c < 0x20)
              || c == 0x7f
              || (c >= 0x206a && c < 0x2070)
              || c == 0xfeff
              || (c >= 0xfff9 && c < 0xfffd);
      if (!control) {
        out.append(c);
      }
    }
    return out.toString();
  }
}
