package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

class YamlScalarTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            "9",
            " ",
            "  ",
            "\n",
            "\t",
            "\r",
            "'",
            "\"",
            "\\",
            "#",
            " #",
            ":",
            ": ",
            "-",
            "- ",
            "---",
            "?",
            "? ",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "{",
            "}",
            "[",
            "]",
            ",",
            "=",
            "<<",
            "~",
            ".",
            "/",
            "é",
            "店",
            "\u0000",
            "\u0007",
            "\u007f",
            "\u0085",
            "\u00a0",
            "\u200b",
            "\u2028",
            "\u2029",
            "\ufeff",
            "\ufffe",
            new String(Character.toChars(0x1F600)),
            new String(Character.toChars(0x10FFFF)));

    static Stream<String> texts() {
        Random random = new Random(20);
        Stream<String> random500 = IntStream.range(0, 500)
                .mapToObj(i -> IntStream.range(0, 1 + random.nextInt(8))
                        .mapToObj(j -> PIECES.get(random.nextInt(PIECES.size())))
                        .collect(Collectors.joining()));
        Stream<String> words = Stream.of(
                "",
                "true",
                "No",
                "y",
                "null",
                "~",
                "12",
                "1e3",
                "0x1f",
                "1_000",
                "12:30:45",
                "2024-01-01",
                ".5",
                ".inf",
                "-1",
                "-.inf",
                "--x",
                "25s",
                "1500ms",
                "<<",
                "=",
                "****",
                "/path",
                "a:",
                "a: b",
                "a #b",
                "a b",
                " a ");
        return Stream.of(words, PIECES.stream(), random500).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatIsWrittenIsReadAsTheSameText(String text) {
        // Given
        String written = "a: " + YamlScalar.of(text) + "  # remark\nb: c\n";

        // When
        Map<String, Object> read = new Yaml().load(written);

        // Then
        assertThat(read).as(written).containsEntry("a", text).containsEntry("b", "c");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void soItIsAsAKey(String text) {
        // Given
        String written = YamlScalar.of(text) + ":  # remark\n  b: c\n";

        // When
        Map<String, Object> read = new Yaml().load(written);

        // Then
        assertThat(read).as(written).containsOnlyKeys(text);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void soAreLinesBelowEachOther(String text) {
        // Given
        YamlLines yaml = new YamlLines();
        yaml.below("top", "", () -> yaml.text("a", text + "x\n\n  x" + text + "y", "a remark"));
        yaml.list("list", List.of(text, "b"), "");

        // When
        Map<String, Object> read = new Yaml().load(String.join("\n", yaml.lines()));

        // Then
        assertThat(read)
                .as(String.join("\n", yaml.lines()))
                .containsEntry("top", Map.of("a", text + "x\n\n  x" + text + "y"))
                .containsEntry("list", List.of(text, "b"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "/var/tmp/x, /var/tmp/x",
                "https://api.example/, https://api.example/",
                "25s, 25s",
                "--all, --all",
                "two words, two words",
                "yes, 'yes'",
                "12, '12'",
                "it's, 'it''s'",
                "\\Alog-, '\\Alog-'",
                "****, '****'"
            })
    void quotesStandWhereTheyAreNeeded(String text, String expected) {
        // When
        String written = YamlScalar.of(text);

        // Then
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void aScriptKeepsItsLines() {
        // Given
        YamlLines yaml = new YamlLines();

        // When
        yaml.text("command", "set -e\n\nif x; then\n\ty\nfi", "agent.yaml:3");

        // Then
        assertThat(yaml.lines())
                .containsExactly(
                        "command: |-" + " ".repeat(37) + "# agent.yaml:3",
                        "  set -e",
                        "",
                        "  if x; then",
                        "  \ty",
                        "  fi");
    }

    @Test
    void aRemarkStaysOnItsLine() {
        // Given
        YamlLines yaml = new YamlLines();

        // When
        yaml.text("a", "b", "a\nb\u2028c\u0085d");

        // Then
        assertThat(yaml.lines()).singleElement().asString().endsWith("# a?b?c?d");
    }
}
