package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableRenderingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:34:59Z");
    private static final double MIB = 1024 * 1024;
    private static final HostLine HOST =
            new HostLine("cd189a933e5849daa93386466019ab50", "3yAYEDLXKL5", "working", false);

    @Test
    void theWholeTableOnAnOrdinaryTerminal() {
        // Given
        Terminal terminal = terminal(80, false, Glyphs.BLOCKS);

        // When
        String text = TableRendering.of(view(), terminal);

        // Then
        assertThat(text).isEqualTo("""
                 mackerel-container-agent demo  simulated task, real agent, local Mackerel

                 Host    3yAYEDLXKL5  working  cd189a933e5849daa93386466019ab50
                 Values  96 received, the last at 12:34:55

                 NAME    CPU                    MEMORY                   CPU, LAST ROUNDS
                 web     ▇▇▇▁▁▁  43 % of 100 %  ▇▇▁▁▁▁  212 of  512 MiB  ▂▂▃▅ ▇█▆
                 worker  awaiting 2nd sample    ▇▇▇▇▇▁  239 of  256 MiB  ▇█
                 redis   ▇▁▁▁▁▁   0 % of 100 %  ▇▁▁▁▁▁   48 of 2048 MiB  ▁

                 eth1    rx  12.3 kB/s  tx   1.2 MB/s

                 RECENT EVENTS
                 12:34:50 host registered host=3yAYEDLXKL5
                 12:34:55 worker was restarted

                 Ctrl-C ends the demo: the host is retired
                """);
    }

    @Test
    void aWideTerminalHasLongerBars() {
        // Given
        Terminal terminal = terminal(120, false, Glyphs.BLOCKS);

        // When
        String text = TableRendering.of(view(), terminal);

        // Then
        assertThat(containerLines(text)).isEqualTo("""
                 NAME    CPU                          MEMORY                         CPU, LAST ROUNDS
                 web     ▇▇▇▇▇▁▁▁▁▁▁▁  43 % of 100 %  ▇▇▇▇▇▁▁▁▁▁▁▁  212 of  512 MiB  ▂▂▃▅ ▇█▆
                 worker  waiting for a second sample  ▇▇▇▇▇▇▇▇▇▇▇▁  239 of  256 MiB  ▇█
                 redis   ▇▁▁▁▁▁▁▁▁▁▁▁   0 % of 100 %  ▇▁▁▁▁▁▁▁▁▁▁▁   48 of 2048 MiB  ▁
                """);
    }

    @Test
    void aNarrowTerminalGivesUpTheSparklineThenTheBars() {
        // Given
        DemoView view = view();

        // When
        String sixty = TableRendering.of(view, terminal(60, false, Glyphs.BLOCKS));
        String fifty = TableRendering.of(view, terminal(50, false, Glyphs.BLOCKS));

        // Then
        assertThat(containerLines(sixty)).isEqualTo("""
                 NAME    CPU                    MEMORY
                 web     ▇▇▇▁▁▁  43 % of 100 %  ▇▇▁▁▁▁  212 of  512 MiB
                 worker  awaiting 2nd sample    ▇▇▇▇▇▁  239 of  256 MiB
                 redis   ▇▁▁▁▁▁   0 % of 100 %  ▇▁▁▁▁▁   48 of 2048 MiB
                """);
        assertThat(containerLines(fifty)).isEqualTo("""
                 NAME    CPU             MEMORY
                 web      43 % of 100 %   212 of  512 MiB
                 worker  waiting          239 of  256 MiB
                 redis     0 % of 100 %    48 of 2048 MiB
                """);
    }

    @Test
    void anOutputWithoutBlockCharactersGetsAsciiOnly() {
        // Given
        Terminal terminal = terminal(80, false, Glyphs.ASCII);

        // When
        String text = TableRendering.of(view(), terminal);

        // Then
        assertThat(text).matches("[\\x20-\\x7e\\n]+");
        assertThat(containerLines(text)).isEqualTo("""
                 NAME    CPU                    MEMORY                   CPU, LAST ROUNDS
                 web     ###---  43 % of 100 %  ##----  212 of  512 MiB  ..:= *#+
                 worker  awaiting 2nd sample    #####-  239 of  256 MiB  *#
                 redis   #-----   0 % of 100 %  #-----   48 of 2048 MiB  _
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 40, 50, 60, 70, 76, 77, 78, 79, 80, 90, 100, 132, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        // Given
        ContainerRow long1 = row("a-container-with-quite-a-long-name-of-its-own", 1234, 1600, 12_000, 32_768);
        DemoView view = new DemoView(
                HOST, 1, NOW, List.of(long1), List.of(new InterfaceRow("eth1", 1e12, 1)), List.of("e".repeat(300)));

        // When
        String text = TableRendering.of(view, terminal(width, false, Glyphs.BLOCKS));

        // Then
        assertThat(text.lines()).allMatch(line -> line.length() <= width);
    }

    @Test
    void beforeTheFirstValuesItSaysWhatIsWaitedFor() {
        // Given
        DemoView view = new DemoView(null, 0, null, List.of(), List.of(), List.of());

        // When
        String text = TableRendering.of(view, terminal(80, false, Glyphs.BLOCKS));

        // Then
        assertThat(text).isEqualTo("""
                 mackerel-container-agent demo  simulated task, real agent, local Mackerel

                 Host    not registered yet
                 Values  0 received

                 Waiting for the first values.

                 Ctrl-C ends the demo: the host is retired
                """);
    }

    @Test
    void onlyTheLastFiveEventsAreShown() {
        // Given
        List<String> events =
                IntStream.rangeClosed(1, 8).mapToObj(i -> "event " + i).toList();
        DemoView view = new DemoView(null, 0, null, List.of(), List.of(), events);

        // When
        String text = TableRendering.of(view, terminal(80, false, Glyphs.BLOCKS));

        // Then
        assertThat(text.lines().filter(line -> line.startsWith(" event ")))
                .containsExactly(" event 4", " event 5", " event 6", " event 7", " event 8");
    }

    @Test
    void coloursTellHowMuchOfTheLimitIsUsed() {
        // Given
        List<ContainerRow> rows =
                List.of(row("calm", 69, 100, 10, 100), row("busy", 70, 100, 10, 100), row("full", 90, 100, 10, 100));
        DemoView view = new DemoView(HOST, 3, NOW, rows, List.of(), List.of());

        // When
        List<String> lines = TableRendering.of(view, terminal(80, true, Glyphs.BLOCKS))
                .lines()
                .toList();

        // Then
        assertThat(line(lines, "calm")).contains("\u001b[32m▇▇▇▇▇▇\u001b[0m");
        assertThat(line(lines, "busy")).contains("\u001b[33m▇▇▇▇▇▇\u001b[0m");
        assertThat(line(lines, "full")).contains("\u001b[31m▇▇▇▇▇▇▇\u001b[0m");
    }

    @Test
    void coloursChangeNothingElse() {
        // Given
        DemoView view = view();

        // When
        String coloured = TableRendering.of(view, terminal(80, true, Glyphs.BLOCKS));

        // Then
        String plain = TableRendering.of(view, terminal(80, false, Glyphs.BLOCKS));
        assertThat(coloured).isNotEqualTo(plain);
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "").replaceAll(" +\n", "\n"))
                .isEqualTo(plain);
    }

    @Test
    void aRetiredHostIsShownAsRetired() {
        // Given
        DemoView view =
                new DemoView(new HostLine("name", "id1", "working", true), 0, null, List.of(), List.of(), List.of());

        // When
        String text = TableRendering.of(view, terminal(80, false, Glyphs.BLOCKS));

        // Then
        assertThat(text).contains(" Host    id1  retired  name\n");
    }

    @Test
    void aSmallTerminalGoesWithoutEvents() {
        // Given
        Terminal terminal = terminal(60, false, Glyphs.BLOCKS).sized(new TerminalSize(60, 15));

        // When
        String text = TableRendering.of(view(), terminal);

        // Then
        assertThat(text).isEqualTo("""
                 mackerel-container-agent demo  simulated task, real agent,…

                 Host    3yAYEDLXKL5  working  cd189a933e5849daa93386466019…
                 Values  96 received, the last at 12:34:55

                 NAME    CPU                    MEMORY
                 web     ▇▇▇▁▁▁  43 % of 100 %  ▇▇▁▁▁▁  212 of  512 MiB
                 worker  awaiting 2nd sample    ▇▇▇▇▇▁  239 of  256 MiB
                 redis   ▇▁▁▁▁▁   0 % of 100 %  ▇▁▁▁▁▁   48 of 2048 MiB

                 eth1    rx  12.3 kB/s  tx   1.2 MB/s

                 Ctrl-C ends the demo: the host is retired
                """);
    }

    @Test
    void aLowTerminalGoesWithoutTheLowestBlankLinesToo() {
        // Given
        Terminal terminal = terminal(120, false, Glyphs.BLOCKS).sized(new TerminalSize(120, 12));

        // When
        String text = TableRendering.of(view(), terminal);

        // Then
        assertThat(text).isEqualTo("""
                 mackerel-container-agent demo  simulated task, real agent, local Mackerel

                 Host    3yAYEDLXKL5  working  cd189a933e5849daa93386466019ab50
                 Values  96 received, the last at 12:34:55

                 NAME    CPU                          MEMORY                         CPU, LAST ROUNDS
                 web     ▇▇▇▇▇▁▁▁▁▁▁▁  43 % of 100 %  ▇▇▇▇▇▁▁▁▁▁▁▁  212 of  512 MiB  ▂▂▃▅ ▇█▆
                 worker  waiting for a second sample  ▇▇▇▇▇▇▇▇▇▇▇▁  239 of  256 MiB  ▇█
                 redis   ▇▁▁▁▁▁▁▁▁▁▁▁   0 % of 100 %  ▇▁▁▁▁▁▁▁▁▁▁▁   48 of 2048 MiB  ▁
                 eth1    rx  12.3 kB/s  tx   1.2 MB/s
                 Ctrl-C ends the demo: the host is retired
                """);
    }

    @Test
    void theLatestEventsStayAsLongAsThereIsRoomForOne() {
        // Given
        Terminal terminal = terminal(80, false, Glyphs.BLOCKS).sized(new TerminalSize(80, 17));

        // When
        String text = TableRendering.of(view(), terminal);

        // Then
        assertThat(text).contains("\n\n RECENT EVENTS\n 12:34:55 worker was restarted\n\n Ctrl-C");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8, 10, 12, 15, 16, 17, 18, 20, 24, 30, 50})
    void aRowIsLeftBelowTheTableAndTheTitleStays(int rows) {
        // Given
        Terminal terminal = terminal(80, false, Glyphs.BLOCKS).sized(new TerminalSize(80, rows));

        // When
        String text = TableRendering.of(view(), terminal);

        // Then
        assertThat(text.lines()).hasSizeLessThan(rows).first().asString().startsWith(" mackerel-container-agent");
    }

    @Test
    void theLastTableDoesNotSayHowToEndTheDemo() {
        // Given
        Terminal terminal = terminal(80, false, Glyphs.BLOCKS);

        // When
        String text = TableRendering.last(view(), terminal);

        // Then
        assertThat(TableRendering.of(view(), terminal))
                .isEqualTo(text + "\n Ctrl-C ends the demo: the host is retired\n");
    }

    private static DemoView view() {
        List<Double> history = List.of(5.0, 10.0, 20.0, 30.0, Double.NaN, 50.0, 60.0, 43.0);
        return new DemoView(
                HOST,
                96,
                NOW.minusSeconds(4),
                List.of(
                        new ContainerRow("web", 43.1, 100, 212 * MIB, 512 * MIB, history),
                        new ContainerRow(
                                "worker", Double.NaN, 100, 239 * MIB, 256 * MIB, List.of(80.0, 90.0, Double.NaN)),
                        row("redis", 0.4, 100, 48, 2048)),
                List.of(new InterfaceRow("eth1", 12_345, 1_234_567)),
                List.of("12:34:50 host registered host=3yAYEDLXKL5", "12:34:55 worker was restarted"));
    }

    private static ContainerRow row(String name, double cpu, double cpuLimit, double mib, double limitMib) {
        return new ContainerRow(name, cpu, cpuLimit, mib * MIB, limitMib * MIB, List.of(cpu));
    }

    private static Terminal terminal(int columns, boolean colours, Glyphs glyphs) {
        return new Terminal(true, colours, new TerminalSize(columns, 24), glyphs, ZoneOffset.UTC);
    }

    private static String containerLines(String text) {
        return String.join("\n", text.lines().skip(5).limit(4).toList()) + "\n";
    }

    private static String line(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }
}
