package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    @Test
    void anOrdinaryTerminalGetsATableWithColoursInEightyColumns() {
        // Given
        Map<String, String> environment = Map.of("TERM", "xterm-256color");

        // When
        Terminal terminal = Terminal.of(environment, true, UTF_8, ZoneOffset.UTC);

        // Then
        assertThat(terminal)
                .isEqualTo(new Terminal(true, true, new TerminalSize(80, 24), Glyphs.BLOCKS, ZoneOffset.UTC));
    }

    @Test
    void aTerminalOfUnknownKindGetsPlainLines() {
        // Given
        Map<String, String> environment = Map.of();

        // When
        Terminal terminal = Terminal.of(environment, true, UTF_8, ZoneOffset.UTC);

        // Then
        assertThat(terminal.live()).isFalse();
        assertThat(terminal.colours()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dumb", ""})
    void aDumbTerminalGetsPlainLines(String kind) {
        // Given
        Map<String, String> environment = Map.of("TERM", kind);

        // When
        Terminal terminal = Terminal.of(environment, true, UTF_8, ZoneOffset.UTC);

        // Then
        assertThat(terminal.live()).isFalse();
        assertThat(terminal.colours()).isFalse();
    }

    @Test
    void whatIsNoTerminalGetsPlainLines() {
        // Given
        Map<String, String> environment = Map.of("TERM", "xterm");

        // When
        Terminal terminal = Terminal.of(environment, false, UTF_8, ZoneOffset.UTC);

        // Then
        assertThat(terminal.live()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "yes, false", "'', true"})
    void coloursAreLeftOutWhenNoColorIsSetToAnything(String value, boolean colours) {
        // Given
        Map<String, String> environment = Map.of("TERM", "xterm", "NO_COLOR", value);

        // When
        Terminal terminal = Terminal.of(environment, true, UTF_8, ZoneOffset.UTC);

        // Then
        assertThat(terminal.live()).isTrue();
        assertThat(terminal.colours()).isEqualTo(colours);
    }

    @ParameterizedTest
    @CsvSource({"132, 132", "'', 80", "wide, 80", "-5, 80", "0, 80", "3, 20", "99999, 80"})
    void theWidthIsTheOneInColumnsWhenItIsANumber(String value, int columns) {
        // Given
        Map<String, String> environment = Map.of("COLUMNS", value);

        // When
        Terminal terminal = Terminal.of(environment, true, UTF_8, ZoneOffset.UTC);

        // Then
        assertThat(terminal.columns()).isEqualTo(columns);
    }

    @Test
    void theHeightIsTheOneInLinesAndAtLeastFive() {
        // Given
        Map<String, String> environment = Map.of("LINES", "50");

        // When
        Terminal terminal = Terminal.of(environment, true, UTF_8, ZoneOffset.UTC);

        // Then
        assertThat(terminal.size()).isEqualTo(new TerminalSize(80, 50));
        assertThat(terminal.sized(new TerminalSize(100, 1)).size().rows()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, BLOCKS", "US-ASCII, ASCII", "ISO-8859-1, ASCII"})
    void anOutputThatCannotShowBlocksGetsAscii(String charset, Glyphs glyphs) {
        // Given
        Charset output = Charset.forName(charset);

        // When
        Terminal terminal = Terminal.of(Map.of(), true, output, ZoneOffset.UTC);

        // Then
        assertThat(terminal.glyphs()).isEqualTo(glyphs);
    }

    @Test
    void timesAreThoseOfTheZone() {
        // Given
        Terminal terminal = Terminal.of(Map.of(), true, UTF_8, ZoneId.of("Asia/Tokyo"));

        // When
        String time = terminal.timeOfDay(Instant.parse("2026-03-01T12:34:55.9Z"));

        // Then
        assertThat(time).isEqualTo("21:34:55");
    }
}
