package dev.nemesis.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: &photo a photo of a, b: *photo}              | {"a":"a photo of a","b":"a photo of a"}
          {a: &l [1, 2], b: *l, c: {d: *l}}                | {"a":[1,2],"b":[1,2],"c":{"d":[1,2]}}
          {a: &m {x: 1, y: 2}, b: {<<: *m, y: 3}}          | {"a":{"x":1,"y":2},"b":{"y":3,"x":1}}
          {a: &m {x: 1}, n: &n {x: 2, y: 5}, b: {y: 3, <<: [*m, *n]}} | {"a":{"x":1},"n":{"x":2,"y":5},"b":{"y":3,"x":1}}
          {a: &m {x: 1}, n: &n {<<: *m, y: 2}, b: {<<: *n}} | {"a":{"x":1},"n":{"y":2,"x":1},"b":{"y":2,"x":1}}
          {"<<": 1}                                        | {"<<":1}
          {a: 0, b: 0.5, c: 5e-4, d: 1_000, e: -3, f: .5}  | {"a":0,"b":0.5,"c":5.0E-4,"d":1000,"e":-3,"f":0.5}
          {a: 99999999999, b: 99999999999999999999}        | {"a":99999999999,"b":99999999999999999999}
          {a: true, b: yes, c: on, d: FALSE, e: ~, f: , g: null} | {"a":true,"b":"yes","c":"on","d":false,"e":null,"f":null,"g":null}
          {a: "010", b: '0x1F', c: !!str 5, d: 2024-01-01} | {"a":"010","b":"0x1F","c":"5","d":"2024-01-01"}
          {1: 50, 16: 200}                                 | {"1":50,"16":200}
          """)
  void valuesAreWhatYamlSays(String yaml, String json) {
    assertThat(read(yaml)).hasToString(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: 1,#  b: *nothing}           | , line 2: found undefined alias nothing
          a: &a#  b: *a                   | , line 1: the anchor &a has an alias of itself in it
          a: {<<: 5}                      | , line 1: << takes a map, or a list of maps
          a: 1#--- #b: 2                  | , line 2: a second document begins here
          a: 1#---#                       | , line 2: a second document begins here
          a: 1#b: 010                     | , line 2: 010 has a leading 0, which some read as octal; write it without, or as "010"
          a: 1#b: [1, -007]               | , line 2: -007 has a leading 0
          a: 08                           | , line 1: 08 has a leading 0
          a: 01.5                         | , line 1: 01.5 has a leading 0
          a: 0_1                          | , line 1: 0_1 has a leading 0
          a: {01: 50}                     | , line 1: 01 has a leading 0
          a: 0x1F                         | , line 1: 0x1F is a number, and not in decimal digits
          a: 0b11                         | , line 1: 0b11 is a number, and not in decimal digits
          a: 1:30                         | , line 1: 1:30 is a number, and not in decimal digits
          a: .inf                         | , line 1: .inf is a number, and not in decimal digits
          a: !!binary aGVsbG8=            | , line 1: this value has the tag tag:yaml.org,2002:binary
          a: 1#b: !include c.yaml         | , line 2: this value has the tag !include
          a: !!set {b, c}                 | , line 1: this map has the tag tag:yaml.org,2002:set
          a: !own [b]                     | , line 1: this list has the tag !own
          a: 1#b: 2#a: 3                  | , line 3: the key a is in its map twice
          a: {b: 1, b: 2}                 | , line 1: the key b is in its map twice
          a: {<<: {x: 1}, <<: {y: 1}}     | , line 1: the key << is in its map twice
          ? [a, b]#: c                    | , line 1: a key is a word, not a list or a map
          a:#→b: 1                        | , line 2: found character '\\t(TAB)' that cannot start any token
          a: [1, 2#b: 3                   | , line 2:
          a: "�"                          | , line 1: the character � stands for bytes that are no UTF-8
          """)
  void whatWouldBeAnotherValueThanIsSeenIsRefusedWithItsLine(String yaml, String message) {
    assertRefused(yaml.replace('#', '\n').replace('→', '\t'), message);
  }

  @Test
  void aCharacterThatIsInNoYamlIsNamedWithItsLine() {
    assertRefused("a: 1\nb: \u0007\n", ", line 2: the character U+0007 is in no YAML");
  }

  @Test
  void aliasesOfAliasesAreBounded() {
    String layers =
        IntStream.range(1, 30)
            .mapToObj(i -> "k%d: &k%d [*k%d, *k%d]".formatted(i, i, i - 1, i - 1))
            .collect(Collectors.joining("\n"));

    assertRefused("k0: &k0 [1]\n" + layers, "it has more than 200,000 values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing but a note\n", "\n\n"})
  void nothingIsNoValue(String text) {
    assertThat(read(text).isMissingNode()).isTrue();
  }

  private static JsonNode read(String text) {
    return Yaml.read(text, ErrorCode.GRID, "read grid file g.yaml");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read grid file g.yaml")
        .hasMessageContaining(message)
        .hasMessageEndingWith("; give valid YAML")
        .hasMessageNotContaining("\n");
  }
}
