package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.START;
import static io.mackerel.agent.metric.Samples.after;
import static io.mackerel.agent.metric.Samples.byName;
import static io.mackerel.agent.metric.Samples.eth0;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestartTest {
    private static final String USAGE = "container.cpu.app.usage";

    static Stream<Named<UnaryOperator<ContainerSampleBuilder>>> restarts() {
        return Stream.of(
                Named.of("a new container id", container -> container.id("another")),
                Named.of("a changed start time", container -> container.startedAt(START.plusSeconds(30))),
                Named.of("a start time that becomes known", container -> container.startedAt(null)));
    }

    @Test
    void aRestartedContainerYieldsNoCpuUsageForOneMinute() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0).memoryBytes(10, 0)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(60, app().cpuSeconds(20, 60).memoryBytes(10, 60)));

        // Then
        assertThat(byName(measured)).containsOnlyKeys("container.memory.app.usage", "container.memory.app.limit");
    }

    @Test
    void theMinuteAfterARestartIsMeasuredFromTheSmallerCounter() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)), snapshot(60, app().cpuSeconds(20, 60)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(120, app().cpuSeconds(50, 120)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 50.0);
    }

    @ParameterizedTest
    @MethodSource("restarts")
    void anotherRunIsARestartEvenWhenItsCounterIsLarger(UnaryOperator<ContainerSampleBuilder> restart) {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0).with(eth0(100, 100, 0))));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(60, restart.apply(app()).cpuSeconds(2000, 60).with(eth0(900, 900, 60))));

        // Then
        assertThat(measured.values()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("restarts")
    void anotherRunIsMeasuredFromItsOwnFirstSample(UnaryOperator<ContainerSampleBuilder> restart) {
        // Given
        Baseline baseline = after(
                snapshot(0, app().cpuSeconds(1000, 0)),
                snapshot(60, restart.apply(app()).cpuSeconds(2000, 60)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(120, restart.apply(app()).cpuSeconds(2006, 120)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 10.0);
    }

    @Test
    void aRestartOfOneContainerLeavesTheOthersAlone() {
        // Given
        Baseline baseline = after(snapshot(
                0, app().cpuSeconds(1000, 0), app().id("b0").name("sidecar").cpuSeconds(5, 0)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline,
                snapshot(
                        60,
                        app().cpuSeconds(1, 60),
                        app().id("b0").name("sidecar").cpuSeconds(11, 60)));

        // Then
        assertThat(byName(measured)).containsOnlyKeys("container.cpu.sidecar.usage", "container.cpu.sidecar.limit");
    }

    @Test
    void anInterfaceThatStartsAnewYieldsNoRateForOneMinute() {
        // Given
        Baseline baseline = after(snapshot(0, eth0(5_000, 5_000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(60, eth0(0, 4_999, 60)));

        // Then
        assertThat(measured.values()).isEmpty();
    }
}
