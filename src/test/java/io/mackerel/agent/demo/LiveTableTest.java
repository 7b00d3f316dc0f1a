package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:34:55Z");
    private static final DemoView VIEW = new DemoView(null, 0, null, List.of(), List.of(), List.of());
    private static final String RESTORED = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void theTerminalIsTakenOnceAndThenPaintedOver() {
        // Given
        LiveTable table = table(true);

        // When
        table.repaint(VIEW);
        table.repaint(VIEW);

        // Then
        assertThat(printed()).startsWith("\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H");
        assertThat(printed()).containsOnlyOnce("\u001b[?25l");
        assertThat(printed().split("\u001b\\[H", -1)).hasSize(3);
        assertThat(printed()).endsWith("\u001b[J");
        assertThat(printed().lines())
                .allMatch(line -> line.replaceFirst("^.*\u001b\\[H", "").startsWith("\u001b[K"));
    }

    @Test
    void closingGivesTheTerminalBackAndLeavesTheLastTableAndTheFarewell() {
        // Given
        LiveTable table = table(true);
        table.repaint(VIEW);

        // When
        table.close(VIEW, "bye");

        // Then
        String after = printed().substring(printed().indexOf(RESTORED));
        assertThat(after)
                .isEqualTo(RESTORED + TableRendering.last(VIEW, terminal(true)) + "bye" + System.lineSeparator());
    }

    @Test
    void nothingIsShownAfterTheEnd() {
        // Given
        LiveTable live = table(true);
        LiveTable plain = table(false);
        live.close(VIEW, "bye");
        plain.close(VIEW, "bye");
        String before = printed();

        // When
        live.repaint(VIEW);
        plain.event(NOW, "late");

        // Then
        assertThat(printed()).isEqualTo(before).doesNotContain("\u001b");
    }

    @Test
    void eventsArePrintedOnlyWhereThereIsNoTable() {
        // Given
        LiveTable live = table(true);
        LiveTable plain = table(false);

        // When
        live.event(NOW, "for the table");
        plain.event(NOW, "for the log");

        // Then
        assertThat(printed()).isEqualTo("12:34:55 for the log" + System.lineSeparator());
        assertThat(live.events()).containsExactly("12:34:55 for the table");
    }

    @Test
    void controlCharactersOfAnEventDoNotReachTheTerminal() {
        // Given
        LiveTable table = table(true);

        // When
        table.event(NOW, "\u001b[31mred\u001b[0m and\ta \u0007bell\r\n\u001b[2J");

        // Then
        assertThat(table.events()).containsExactly("12:34:55 red and a  bell");
    }

    @Test
    void withoutATerminalThereAreLinesAndNoTable() {
        // Given
        LiveTable table = table(false);

        // When
        table.repaint(VIEW);
        table.values(List.of(new ReceivedValue("h", "container.memory.web.usage", NOW.getEpochSecond(), 1024 * 1024)));

        // Then
        assertThat(printed().lines()).containsExactly("12:34:55 web      cpu     -              memory 1 of - MiB");
    }

    @Test
    void theTableKeepsTheLastFiveEvents() {
        // Given
        LiveTable table = table(true);

        // When
        for (int i = 1; i <= 7; i++) {
            table.event(NOW, "event " + i);
        }

        // Then
        assertThat(table.events()).hasSize(5).first().isEqualTo("12:34:55 event 3");
    }

    @Test
    void theTableTakesTheSizeThatTheTerminalHasNow() {
        // Given
        Deque<Optional<TerminalSize>> sizes = new ArrayDeque<>(List.of(
                Optional.of(new TerminalSize(30, 24)), Optional.empty(), Optional.of(new TerminalSize(44, 24))));
        LiveTable table = new LiveTable(out, terminal(true), sizes::pop, () -> {});

        // When
        table.repaint(VIEW);
        table.repaint(VIEW);
        table.repaint(VIEW);
        table.close(VIEW, "bye");

        // Then
        assertThat(sizes).isEmpty();
        assertThat(printed().split("\u001b\\[H|\u001b\\[\\?1049l", -1))
                .extracting(LiveTableTest::widest)
                .containsExactly(0, 30, 30, 30, 44);
    }

    @Test
    void plainLinesNeedNoSize() {
        // Given
        LiveTable table = new LiveTable(
                out,
                terminal(false),
                () -> {
                    throw new AssertionError("asked for the size");
                },
                () -> {});

        // When
        table.repaint(VIEW);
        table.close(VIEW, "bye");

        // Then
        assertThat(printed()).isEqualTo("bye" + System.lineSeparator());
    }

    @Test
    void itIsToldWhenNobodyReadsAnyMore() {
        // Given
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        AtomicInteger told = new AtomicInteger();
        LiveTable table = new LiveTable(
                new PrintStream(broken, true, StandardCharsets.UTF_8),
                terminal(false),
                Optional::empty,
                told::incrementAndGet);

        // When
        table.event(NOW, "nobody reads this");

        // Then
        assertThat(told).hasValue(1);
    }

    private static int widest(String screen) {
        return screen.replaceAll("\u001b\\[[?0-9]*[A-Za-z]", "")
                .lines()
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private LiveTable table(boolean live) {
        return new LiveTable(out, terminal(live), Optional::empty, () -> {});
    }

    private static Terminal terminal(boolean live) {
        return new Terminal(live, false, new TerminalSize(80, 24), Glyphs.BLOCKS, ZoneOffset.UTC);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
