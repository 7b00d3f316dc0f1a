package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainLinesTest {
    private static final long TIME = Instant.parse("2026-03-01T12:34:55Z").getEpochSecond();
    private static final Terminal TERMINAL = Terminal.of(Map.of(), false, StandardCharsets.UTF_8, ZoneOffset.UTC);

    @Test
    void aRoundOfValuesIsALineForEachContainerAndInterface() {
        // Given
        List<ReceivedValue> round = new ArrayList<>();
        round.addAll(container("web", 43.12, 100, 212, 512));
        round.addAll(container("worker-12", 0, 1600, 4, 256));
        round.add(value("interface.eth1.rxBytes.delta", 999));
        round.add(value("interface.eth1.txBytes.delta", 1_300_000));

        // When
        List<String> lines = PlainLines.of(round, TERMINAL);

        // Then
        assertThat(lines)
                .containsExactly(
                        "12:34:55 web      cpu  43.1 % of 100 %   memory 212 of 512 MiB",
                        "12:34:55 worker-12 cpu   0.0 % of 1600 %  memory 4 of 256 MiB",
                        "12:34:55 eth1     rx 999 B/s   tx 1.3 MB/s");
    }

    @Test
    void aContainerWithoutCpuValuesHasADash() {
        // Given
        List<ReceivedValue> round = container("web", 1, 100, 212, 512).subList(2, 4);

        // When
        List<String> lines = PlainLines.of(round, TERMINAL);

        // Then
        assertThat(lines).containsExactly("12:34:55 web      cpu     -              memory 212 of 512 MiB");
    }

    @Test
    void ofSeveralRoundsOnlyTheLastIsShown() {
        // Given
        List<ReceivedValue> rounds = new ArrayList<>(container("web", 1, 100, 212, 512));
        rounds.addFirst(new ReceivedValue("h", "container.memory.old.usage", TIME - 60, 1));

        // When
        List<String> lines = PlainLines.of(rounds, TERMINAL);

        // Then
        assertThat(lines).hasSize(1).allMatch(line -> line.startsWith("12:34:55 web"));
    }

    @Test
    void noValuesAreNoLines() {
        // Given
        List<ReceivedValue> nothing = List.of();

        // When
        List<String> lines = PlainLines.of(nothing, TERMINAL);

        // Then
        assertThat(lines).isEmpty();
    }

    private static List<ReceivedValue> container(
            String name, double cpu, double cpuLimit, double memory, double memoryLimit) {
        return List.of(
                value("container.cpu." + name + ".usage", cpu),
                value("container.cpu." + name + ".limit", cpuLimit),
                value("container.memory." + name + ".usage", memory * 1024 * 1024),
                value("container.memory." + name + ".limit", memoryLimit * 1024 * 1024));
    }

    private static ReceivedValue value(String name, double value) {
        return new ReceivedValue("h", name, TIME, value);
    }
}
