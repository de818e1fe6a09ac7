package dev.nemesis.spark.report.live;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.nemesis.spark.report.page.Chromium;
import dev.nemesis.spark.report.page.PageKind;
import dev.nemesis.spark.report.page.SampleGrid;
import dev.nemesis.spark.table.OutFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The served page in a real browser, while cells are finished. */
class LivePageBrowserTest {
  private static final String PLACE =
      "Math.round(document.getElementById('cells').getBoundingClientRect().top)";

  @TempDir Path folder;

  @Test
  void thePageFollowsTheGridAndLosesNobodysPlace() throws Exception {
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    SampleGrid.plan(out);
    List<String> complaints = new ArrayList<>();
    List<String> requests = new ArrayList<>();
    try (Chromium chromium = Chromium.start();
        SparkSession spark = SampleGrid.spark();
        ReportServer server =
            ReportServer.start(
                out,
                version -> SampleGrid.page(spark, out, PageKind.SERVED, version),
                "127.0.0.1",
                0,
                Duration.ZERO);
        BrowserContext context = chromium.browser().newContext()) {
      PlaywrightAssertions.setDefaultAssertionTimeout(60_000); // Spark makes pages meanwhile
      Page page = context.newPage();
      page.onConsoleMessage(message -> complaints.add(message.type() + " " + message.text()));
      page.onPageError(complaints::add);
      page.onRequest(request -> requests.add(request.url()));
      page.navigate(server.address().toString());

      Locator progress = page.locator("#live");
      assertThat(progress).containsText("0 of 26 cells done");
      assertThat(progress).containsText("No run is at work in this folder.");
      assertThat(page.locator("#overview")).hasCount(0);
      assertThat(Chromium.violations(page)).isEmpty();

      SampleGrid.finish(out, SampleGrid.cell(0));
      assertThat(progress).containsText("1 of 26 cells done");
      assertThat(page.locator("#overview")).containsText("Cells done1");
      assertThat(progress.locator("td").filter(new Locator.FilterOptions().setHasText("1 / 6")))
          .hasCount(1);
      assertThat(Chromium.violations(page)).isEmpty();

      page.getByRole(AriaRole.SEARCHBOX).fill("coop");
      SampleGrid.finish(out, SampleGrid.cell(1));
      Locator show =
          page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show them"));
      assertThat(show).isVisible();
      assertThat(page.locator("#overview")).containsText("Cells done1"); // as somebody is typing

      page.evaluate("document.getElementById('cells').scrollIntoView({behavior: 'instant'})");
      int place = (int) page.evaluate(PLACE);
      page.evaluate("document.querySelector('.news button').click()"); // without scrolling to it
      assertThat(page.locator("#overview")).containsText("Cells done2");
      assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("coop");
      assertThat((int) page.evaluate(PLACE)).isCloseTo(place, within(2));
      assertThat(complaints).isEmpty();
      assertThat(requests)
          .isNotEmpty()
          .allMatch(url -> url.startsWith(server.address().toString()) || url.startsWith("data:"));
    }
  }
}
