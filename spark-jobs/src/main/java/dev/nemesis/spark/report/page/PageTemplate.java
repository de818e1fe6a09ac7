package dev.nemesis.spark.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page without its data: markup, style and script from the resources, in one piece, and a
 * content security policy that lets the browser run just these and ask no host for anything.
 *
 * @param head up to where the data belongs
 * @param tail what follows it
 */
record PageTemplate(String head, String tail) {
  private static final String FOLDER = "/report/";

  /** In the order in which one uses another. */
  private static final List<String> SCRIPTS =
      List.of(
          "dom.js",
          "data.js",
          "tooltip.js",
          "chart.js",
          "heat.js",
          "table.js",
          "figure.js",
          "cells.js",
          "cell.js",
          "failures.js",
          "live.js",
          "main.js");

  private static final String DATA = "<!-- data -->";

  /**
   * Puts it together.
   *
   * @param kind who may be asked for more
   */
  static PageTemplate of(PageKind kind) {
    String style = text("style.css");
    String script = SCRIPTS.stream().map(PageTemplate::text).collect(Collectors.joining("\n"));
    String page =
        text("index.html")
            .replace("{{policy}}", policy(kind, style, script))
            .replace("{{style}}", style)
            .replace("{{script}}", script);
    int data = page.indexOf(DATA);
    return new PageTemplate(page.substring(0, data), page.substring(data + DATA.length()));
  }

  private static String policy(PageKind kind, String style, String script) {
    return "default-src 'none'; script-src '%s'; style-src '%s'; img-src data:; connect-src %s; base-uri 'none'; form-action 'none'"
        .formatted(hash(script), hash(style), kind == PageKind.SERVED ? "'self'" : "'none'");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String text(String name) {
    try (InputStream in = PageTemplate.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("The program was built without report/" + name);
      }
      // As browsers read it, for the hashes are of what they see.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
