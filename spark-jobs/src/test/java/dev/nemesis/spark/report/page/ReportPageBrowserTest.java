package dev.nemesis.spark.report.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader has it: opened from disk, in a real browser. */
class ReportPageBrowserTest {
  @TempDir static Path folder;

  private static Chromium chromium;
  private static String address;

  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private BrowserContext context;

  @BeforeAll
  static void writeThePage() throws Exception {
    chromium = Chromium.start();
    OutFolder out = OutFolder.at(folder.resolve("grid").toString(), new Configuration());
    SampleGrid.fill(out);
    try (SparkSession spark = SampleGrid.spark()) {
      Path file = folder.resolve("index.html");
      address =
          Files.writeString(file, SampleGrid.page(spark, out, PageKind.FILE)).toUri().toString();
    }
  }

  @AfterAll
  static void stopTheBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void nothingWasComplainedOfNorAskedFromAnyHost() {
    context.close();
    assertThat(complaints).isEmpty();
    assertThat(requests)
        .isNotEmpty()
        .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
  }

  @Test
  void aTableSortsByAColumnInsideItsBlocksAndBackToThePapersOrder() {
    Page page = open("");
    Locator table = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Table A5"));
    Locator labels = table.locator("tbody th.label");
    Locator heading = table.locator("th[aria-sort]").nth(1);
    assertThat(labels).hasText(new String[] {"Zero-shot <CLIP>", "CoOp", "CoOp + PAN"});

    heading.getByRole(AriaRole.BUTTON).click();
    assertThat(heading).hasAttribute("aria-sort", "descending");
    assertThat(labels).hasText(new String[] {"CoOp + PAN", "CoOp", "Zero-shot <CLIP>"});

    heading.getByRole(AriaRole.BUTTON).press("Enter");
    assertThat(heading).hasAttribute("aria-sort", "ascending");
    assertThat(labels).hasText(new String[] {"Zero-shot <CLIP>", "CoOp", "CoOp + PAN"});

    heading.getByRole(AriaRole.BUTTON).click();
    assertThat(heading).hasAttribute("aria-sort", "none");
  }

  @Test
  void anEntryTellsItsSpreadItsSeedsThePapersNumberAndWhatItWaitsFor() throws IOException {
    Page page = open("");
    Locator coop =
        page.locator("#table_a5 tbody tr", new Page.LocatorOptions().setHasText("CoOp")).first();
    assertThat(coop.locator("td").first()).containsText("61.25† ± 1.50");
    assertThat(coop.locator("td").first()).containsText("2 of 3 seeds");
    assertThat(coop.locator("td").first()).containsText("60.50 +0.75");
    assertThat(coop.locator("td").nth(1)).containsText("— 1 cell");

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Beside the paper"))
        .click();
    assertThat(coop.locator(".paper").first()).isHidden();

    coop.locator("td").first().getByRole(AriaRole.BUTTON).click();
    Locator waits = page.getByRole(AriaRole.DIALOG);
    assertThat(waits).containsText(SampleGrid.MISSING);
    assertAccessible(page, "what an entry waits for");
    waits.getByText(SampleGrid.FAILED).click();
    assertThat(page.locator("#cell h2")).containsText("CoOp");
    assertThat(page.locator("#cell")).containsText(SampleGrid.FAILED);
  }

  @Test
  void aRowLeadsToItsCellAndBackClosesIt() {
    Page page = open("");
    page.getByRole(AriaRole.SEARCHBOX).fill(SampleGrid.WORDY);
    assertThat(page.locator(".cells tbody tr")).hasCount(1);
    page.locator(".cells tbody tr td").nth(1).click();

    Locator cell = page.getByRole(AriaRole.DIALOG);
    assertThat(cell).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*#cell=" + SampleGrid.WORDY));
    for (String part :
        List.of(
            "Learning curves",
            "Norms by position",
            "Low-Norm Effect",
            "Corruption sweep",
            "Evaluations",
            "Nearest words",
            "Provenance",
            "Settings",
            "Failed attempt")) {
      assertThat(
              cell.getByRole(
                  AriaRole.HEADING, new Locator.GetByRoleOptions().setName(part).setExact(true)))
          .isVisible();
    }
    assertThat(cell).containsText("40 of 60 epochs");
    assertThat(cell).containsText("circle</w>");
    assertThat(cell).containsText("180 of 480 trials, 37.5 %");
    assertThat(cell.locator(".command code"))
        .hasText(
            "submit/nemesis rerun --out %s --cell %s"
                .formatted(folder.resolve("grid"), SampleGrid.WORDY));

    page.goBack();
    assertThat(cell).isHidden();
  }

  @Test
  void aLinkToACellOpensItAndEscapeLeavesIt() {
    Page page = open("#cell=" + SampleGrid.WORDY);
    assertThat(page.locator("#cell")).containsText("Nearest words");
    page.keyboard().press("Escape");
    assertThat(page.locator("#cell")).isHidden();

    assertThat(open("#cell=nobody").locator("#cell"))
        .containsText("This report has no cell nobody");
  }

  @Test
  void theCommandIsCopiedOrSelected() {
    Page page = open("#cell=" + SampleGrid.WORDY);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy")).click();
    assertThat(page.locator("#cell .command button")).hasText(Pattern.compile("Copied|Selected"));
  }

  @Test
  void aFigureTellsTheValueUnderThePointerAndAtThePointThatKeysReach() {
    Page page = open("");
    Locator chart = page.locator("#figure_2 svg.chart").first();
    Locator box = page.locator("#tooltip");

    chart.scrollIntoViewIfNeeded();
    chart.hover(new Locator.HoverOptions().setPosition(chart.boundingBox().width - 30, 40));
    assertThat(box).isVisible();
    assertThat(box).containsText("shots 2");
    assertThat(box.locator(".nearest")).containsText("CoOp + PAN71.00 (1 seed)");

    page.locator("h1").hover();
    assertThat(box).isHidden();

    page.locator("#figure_2 .key").last().focus();
    page.keyboard().press("Tab");
    assertThat(chart).isFocused();
    assertThat(box.locator(".nearest")).containsText("CoOp66.50 (1 seed)");
    page.keyboard().press("ArrowLeft");
    assertThat(box).containsText("shots 1");
    assertThat(box.locator(".nearest")).containsText("CoOp61.25 ± 1.25 (3 seeds)");
    assertThat(page.locator("#said")).hasText("CoOp, shots 1: 61.25 ± 1.25 (3 seeds)");
    page.keyboard().press("Escape");
    assertThat(box).isHidden();
  }

  @Test
  void aLineIsPutAwayByItsKeyInTheLegend() {
    Page page = open("");
    Locator key =
        page.locator("#figure_2")
            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("CoOp + PAN"));
    Locator line = page.locator("#figure_2 g.series[data-style='1']").first();
    assertThat(line).isVisible();

    key.click();

    assertThat(key).hasAttribute("aria-pressed", "false");
    assertThat(line).isHidden();
  }

  @Test
  void normsAndSweepsTellTheirValues() {
    Page page = open("#cell=" + SampleGrid.WORDY);
    Locator norms = page.getByLabel("Norms by position and epoch");
    norms.focus();
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#tooltip")).containsText("position");
    assertThat(page.locator("#tooltip")).containsText("epoch 59");
    Locator sweep = page.getByLabel("Accuracy gained by corruption and position");
    sweep.hover();
    assertThat(page.locator("#tooltip")).containsText(Pattern.compile("position \\d[+−]1\\.00"));
    page.getByLabel("Low-Norm Effect by position").hover();
    assertThat(page.locator("#tooltip")).containsText("of 120");
  }

  @Test
  void cellsAreFilteredAndSorted() {
    Page page = open("");
    Locator rows = page.locator(".cells tbody tr");
    assertThat(rows).hasCount(SampleGrid.CELLS.size());

    Locator filters = page.getByRole(AriaRole.SEARCH);
    filters.getByLabel("Dataset").selectOption("mini-shapes");
    filters.getByLabel("Method").selectOption("CoOp + PAN");
    filters.getByLabel("Shots").selectOption("2");
    assertThat(rows).hasCount(3);
    assertThat(page.locator("#cells-told")).containsText("3 cells, of 26");

    Locator seed =
        page.locator(".cells th[aria-sort]", new Page.LocatorOptions().setHasText("Seed"));
    seed.getByRole(AriaRole.BUTTON).click();
    assertThat(seed).hasAttribute("aria-sort", "descending");
    assertThat(rows.locator("td:nth-child(6)")).hasText(new String[] {"3", "2", "1"});
  }

  @Test
  void aCellWithoutAResultSaysWhy() {
    Page page = open("");
    page.getByLabel("Status").selectOption("missing");
    assertThat(page.locator(".cells tbody tr")).hasCount(1);
    page.locator(".cells tbody tr").getByRole(AriaRole.LINK).click();
    assertThat(page.locator("#cell")).containsText("was not tried yet");
    assertThat(open("#cell=" + SampleGrid.FAILED).locator("#cell"))
        .containsText("every attempt at it failed");
  }

  @Test
  void aHostileMessageIsShownAsItIs() {
    Page page = open("");
    assertThat(
            page.locator("#failures td.message")
                .filter(new Locator.FilterOptions().setHasText("Broken")))
        .hasText(SampleGrid.HOSTILE);
    assertThat(page.locator("img, b")).hasCount(0);
    page.locator("#failures")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(SampleGrid.FAILED))
        .click();
    assertThat(page.locator("#cell .message")).hasText(SampleGrid.HOSTILE);
    assertThat(page.locator("#cell")).containsText("diverged");
    assertThat(page.locator("img, b")).hasCount(0);
  }

  @Test
  void theThemeIsTheSystemsUntilTheReaderChooses() {
    Page page = open("", 1280, ColorScheme.DARK);
    Locator button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Dark"));
    assertThat(button).hasAttribute("aria-pressed", "true");
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(17, 19, 22)");

    button.click();

    assertThat(button).hasAttribute("aria-pressed", "false");
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(247, 247, 245)");
    page.reload();
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(247, 247, 245)");
  }

  @Test
  void everybodyCanUseIt() throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(1280, 390)) {
        assertAccessible(open("", width, scheme), "page, %s, %d px".formatted(scheme, width));
        Page cell = open("#cell=" + SampleGrid.WORDY, width, scheme);
        assertThat(cell.locator("#cell")).containsText("Settings");
        assertAccessible(cell, "cell, %s, %d px".formatted(scheme, width));
      }
    }
  }

  @Test
  void aPhoneScrollsTablesAndNotThePage() {
    Page page = open("", 390, ColorScheme.LIGHT);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    assertThat(
            page.getByRole(
                    AriaRole.REGION,
                    new Page.GetByRoleOptions().setName("Rows of Table A5: few-shot learning"))
                .first())
        .isVisible();
    assertThat(page.locator("#toc")).not().hasAttribute("open", "");
    page.navigate(address + "#cell=" + SampleGrid.WORDY);
    assertThat(page.locator("#cell")).containsText("Settings");
    assertThat(page.evaluate("document.getElementById('cell').scrollWidth <= 390")).isEqualTo(true);
  }

  @Test
  void theContentsLeadToEveryTableAndFigure() {
    Page page = open("");
    Locator contents = page.getByRole(AriaRole.NAVIGATION);
    assertThat(contents.getByRole(AriaRole.LINK))
        .hasText(
            new String[] {
              "Overview",
              "Tables",
              "Table A5: few-shot learning",
              "Figures",
              "Figure 2: few-shot learning",
              "Cells",
              "Failures"
            });
    contents.getByText("Figure 2").click();
    assertThat(page.locator("#figure_2")).isInViewport();
    page.keyboard().press("Tab");
    assertThat(page.locator(":focus")).isVisible();
  }

  private Page open(String hash) {
    return open(hash, 1280, ColorScheme.LIGHT);
  }

  private Page open(String hash, int width, ColorScheme scheme) {
    if (context != null) {
      context.close();
    }
    context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions().setViewportSize(width, 844).setColorScheme(scheme));
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(address + hash);
    assertThat(page.locator("html")).hasAttribute("data-ready", "true");
    return page;
  }

  private static void assertAccessible(Page page, String what) throws IOException {
    assertThat(Chromium.violations(page)).as(what).isEmpty();
  }
}
