package dev.nemesis.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Formats of images, told by a file's first bytes: its name says nothing, as in Pillow. */
enum ImageFormat {
  JPEG("JPEG", "\\xff\\xd8\\xff"),
  PNG("PNG", "\\x89PNG\\r\\n\\x1a\\n"),
  GIF("GIF", "GIF8[79]a"),
  BMP("BMP", "BM"),
  TIFF("TIFF", "II\\*\\x00|MM\\x00\\*"),
  WEBP("WebP", "RIFF.{4}WEBP"),
  PNM("PPM", "P[1-6][\\s#]"),

  AVIF("AVIF", ".{4}ftypavi[fs]"),
  HEIC("HEIC", ".{4}ftyp(hei|hev|mif1|msf1)"),
  JPEG_XL("JPEG XL", "\\xff\\n|\\x00\\x00\\x00\\fJXL "),
  JPEG_2000("JPEG 2000", "\\x00\\x00\\x00\\fjP  |\\xffO\\xffQ"),
  BIG_TIFF("BigTIFF", "II\\+\\x00|MM\\x00\\+"),
  PAM("PAM", "P7\\s"),
  PFM("PFM", "P[Ff]\\s"),
  PHOTOSHOP("a Photoshop document", "8BPS"),
  ICON("an icon", "\\x00\\x00[\\x01\\x02]\\x00[\\x01-\\xff]\\x00|icns"),
  QOI("QOI", "qoif"),
  DDS("DDS", "DDS "),
  OPEN_EXR("OpenEXR", "v/1\\x01"),
  RADIANCE("Radiance HDR", "#\\?R(ADIANCE|GBE)"),
  SGI("SGI", "\\x01\\xda"),
  PCX("PCX", "\\n[\\x00-\\x05][\\x00\\x01]"),
  GIMP("a GIMP document", "gimp xcf"),
  PDF("PDF", "%PDF"),
  POSTSCRIPT("PostScript", "%!PS"),
  VIDEO("a video", ".{4}ftyp|\\x1aE\\xdf\\xa3|RIFF.{4}AVI "),
  NUMPY("a NumPy array", "\\x93NUMPY"),
  ZIP("a zip archive", "PK\\x03\\x04"),
  GZIP("a gzip file", "\\x1f\\x8b"),
  LFS_POINTER("a pointer of Git LFS in place of the file", "version https://git-lfs"),
  SVG("SVG", "(\\xef\\xbb\\xbf)?\\s*<.*<svg|(\\xef\\xbb\\xbf)?\\s*<svg"),
  HTML("an HTML page", "(\\xef\\xbb\\xbf)?\\s*<(?i:(!doctype\\s+)?html)");

  /** Bytes that are looked at: enough for the comments before an SVG's root. */
  private static final int HEAD = 1024;

  private static final String READ = "JPEG, PNG, GIF, BMP, TIFF, WebP and PPM, PGM, PBM";

  private final String title;
  private final Pattern start; // of the file's bytes, as Latin-1

  ImageFormat(String title, String start) {
    this.title = title;
    this.start = Pattern.compile(start, Pattern.DOTALL);
  }

  /** Recognises a file; empty if it is none of these. */
  static Optional<ImageFormat> of(byte[] file) {
    String head = new String(file, 0, Math.min(HEAD, file.length), ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> format.start.matcher(head).lookingAt())
        .findFirst();
  }

  /** Why a file of it is not read. */
  String refusal() {
    return "it is " + title + ", which is not read; " + READ + " are";
  }
}
