package dev.nemesis.spark.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunNamesTest {
  @Test
  void namesSortByTheNumbersInThem() {
    List<String> byNumber =
        List.of(
            "food101-1shot-coop-pan-w0.1-s1-aaaaaaaaaaaa",
            "food101-2shot-coop-pan-w0.1-s2-bbbbbbbbbbbb",
            "food101-2shot-coop-pan-w0.1-s10-cccccccccccc",
            "food101-2shot-coop-pan-w2-s1-dddddddddddd",
            "food101-2shot-coop-pan-w10-s1-eeeeeeeeeeee",
            "food101-2shot-coop-pan-w10-pw5-s1-ffffffffffff",
            "food101-16shot-coop-none-s1-000000000000",
            "food101-16shot-plot-8prompts-none-s1-111111111111",
            "food101-16shot-plot-12prompts-none-s1-222222222222",
            "food101-128shot-coop-none-s1-333333333333",
            "food101-zeroshot-444444444444");

    Map<String, String> names = RunNames.of(byNumber);

    // "w10-pw" and "w10-s" differ in their words, which sort as words do.
    assertThat(byNumber.stream().map(names::get).filter(name -> !name.contains("-pw")))
        .isSorted()
        .contains("food101-002shot-coop-pan-w00.1-s10-cccccccccccc")
        .contains("food101-016shot-plot-08prompts-none-s01-111111111111")
        .contains("food101-zeroshot-444444444444");
    assertThat(names)
        .containsEntry(byNumber.get(5), "food101-002shot-coop-pan-w10-pw05-s01-ffffffffffff");
  }

  @Test
  void aNameIsTheSameInEveryExportOfUsualNumbers() {
    String id = "d-1shot-coop-pun-w1-s1-aaaaaaaaaaaa";

    assertThat(RunNames.of(List.of(id)))
        .containsEntry(id, "d-01shot-coop-pun-w01-s01-aaaaaaaaaaaa");
    assertThat(RunNames.of(List.of(id, "d-16shot-coop-none-s2-bbbbbbbbbbbb")))
        .containsEntry(id, "d-01shot-coop-pun-w01-s01-aaaaaaaaaaaa");
  }
}
