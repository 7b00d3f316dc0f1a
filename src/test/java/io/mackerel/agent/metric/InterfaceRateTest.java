package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.after;
import static io.mackerel.agent.metric.Samples.byName;
import static io.mackerel.agent.metric.Samples.eth0;
import static io.mackerel.agent.metric.Samples.reading;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class InterfaceRateTest {
    private static final String RECEIVED = "interface.eth0.rxBytes.delta";
    private static final String TRANSMITTED = "interface.eth0.txBytes.delta";

    @Test
    void aRateIsInBytesPerSecond() {
        // Given
        Baseline baseline = after(snapshot(0, eth0(1_000, 50_000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(60, eth0(7_000, 50_030, 60)));

        // Then
        assertThat(byName(measured)).containsExactly(entry(RECEIVED, 100.0), entry(TRANSMITTED, 0.5));
    }

    @Test
    void theInterfaceOfAContainerBearsTheContainersName() {
        // Given
        InterfaceName name = InterfaceName.of(new ContainerName("app"), "eth0");
        Baseline baseline = after(snapshot(0, app().with(new InterfaceSample(name, reading(0, 0), reading(0, 0)))));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(60, app().with(new InterfaceSample(name, reading(60, 60), reading(120, 60)))));

        // Then
        assertThat(byName(measured))
                .containsExactly(
                        entry("interface.app-eth0.rxBytes.delta", 1.0), entry("interface.app-eth0.txBytes.delta", 2.0));
    }

    @Test
    void oneDirectionThatIsAbsentDoesNotHideTheOther() {
        // Given
        Baseline baseline = after(snapshot(0, eth0(1_000, 50_000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(60, new InterfaceSample(new InterfaceName("eth0"), null, reading(50_060, 60))));

        // Then
        assertThat(byName(measured)).containsExactly(entry(TRANSMITTED, 1.0));
    }

    @Test
    void oneDirectionThatWasSetBackDoesNotHideTheOther() {
        // Given
        Baseline baseline = after(snapshot(0, eth0(1_000, 50_000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(60, eth0(10, 50_060, 60)));

        // Then
        assertThat(byName(measured)).containsExactly(entry(TRANSMITTED, 1.0));
    }

    @Test
    void countersOnAMonotonicClockNeedNoTimeStamps() {
        // Given
        Baseline baseline = after(snapshot(0, monotonic(1_000, Long.MAX_VALUE - 500_000_000L)));

        // When
        Measurement measured =
                ContainerMetrics.between(baseline, snapshot(1, monotonic(1_250, Long.MIN_VALUE + 499_999_999L)));

        // Then
        assertThat(byName(measured)).containsEntry(RECEIVED, 250.0);
    }

    private static InterfaceSample monotonic(long bytes, long nanoTime) {
        Reading reading = new Reading(bytes, SampleTime.monotonic(nanoTime));
        return new InterfaceSample(new InterfaceName("eth0"), reading, reading);
    }
}
