package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.after;
import static io.mackerel.agent.metric.Samples.byName;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuUsageTest {
    private static final String USAGE = "container.cpu.app.usage";
    private static final String LIMIT = "container.cpu.app.limit";

    @ParameterizedTest(name = "{0} s of CPU time in {1} s are {2} %")
    @CsvSource({"60, 60, 100", "15, 60, 25", "150, 60, 250", "0, 60, 0", "2.5, 5, 50", "0.001, 1, 0.1"})
    void oneCoreInFullUseIsOneHundredPercent(double cpuSeconds, double seconds, double percent) {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)));

        // When
        Measurement measured =
                ContainerMetrics.between(baseline, snapshot(seconds, app().cpuSeconds(1000 + cpuSeconds, seconds)));

        // Then
        assertThat(byName(measured)).containsExactly(entry(USAGE, percent), entry(LIMIT, 200.0));
    }

    @Test
    void theSamplesOwnTimeCountsAndNotThatOfTheCollection() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, -15.5)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(60, app().cpuSeconds(1050, 34.5)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 100.0);
    }

    @Test
    void theFirstSampleAloneYieldsNoUsage() {
        // Given
        Snapshot first = snapshot(0, app().cpuSeconds(1000, 0));

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, first);

        // Then
        assertThat(measured.values()).isEmpty();
    }

    @Test
    void aUsageWhoseLimitIsUnknownIsNotPosted() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(60, app().cpuSeconds(1060, 60).limits(null, 512L)));

        // Then
        assertThat(measured.values()).isEmpty();
    }

    @Test
    void aLimitThatBecomesKnownFindsTheBaselineReady() {
        // Given
        Baseline baseline = after(
                snapshot(0, app().cpuSeconds(1000, 0).limits(null, null)),
                snapshot(60, app().cpuSeconds(1030, 60).limits(null, null)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(120, app().cpuSeconds(1090, 120).limits(25.0, null)));

        // Then
        assertThat(byName(measured)).containsExactly(entry(USAGE, 100.0), entry(LIMIT, 25.0));
    }

    @Test
    void anAbsentReadingIsSkippedAndTheRestIsMeasured() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0).memoryBytes(10, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(60, app().memoryBytes(10, 60)));

        // Then
        assertThat(byName(measured)).containsOnlyKeys("container.memory.app.usage", "container.memory.app.limit");
    }

    @Test
    void theLargestCounterStillGivesAFiniteUsage() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuNanos(Samples.reading(0, 0))));

        // When
        Measurement measured =
                ContainerMetrics.between(baseline, snapshot(1, app().cpuNanos(Samples.reading(Long.MAX_VALUE, 1e-9))));

        // Then
        assertThat(byName(measured).get(USAGE)).isPositive().isFinite();
    }

    @Test
    void eachContainerIsComparedWithItself() {
        // Given
        Baseline baseline = after(snapshot(
                0, app().cpuSeconds(1000, 0), app().id("b0").name("sidecar").cpuSeconds(5, 0)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(60, app().id("b0").name("sidecar").cpuSeconds(11, 60), app().cpuSeconds(1060, 60)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 100.0).containsEntry("container.cpu.sidecar.usage", 10.0);
    }
}
