package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.after;
import static io.mackerel.agent.metric.Samples.byName;
import static io.mackerel.agent.metric.Samples.empty;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapTest {
    private static final String USAGE = "container.cpu.app.usage";

    @Test
    void theSameTimeStampAsBeforeYieldsNoNewValue() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)), snapshot(60, app().cpuSeconds(1060, 60)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(120, app().cpuSeconds(1060, 60)));

        // Then
        assertThat(measured.values()).isEmpty();
        assertThat(measured.complete()).isTrue();
    }

    @Test
    void afterARepeatedSampleTheMeanCoversTheWholeTime() {
        // Given
        Baseline baseline = after(
                snapshot(0, app().cpuSeconds(1000, 0)),
                snapshot(60, app().cpuSeconds(1000, 0)),
                snapshot(120, app().cpuSeconds(1000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(180, app().cpuSeconds(1090, 180)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 50.0);
        assertThat(measured.complete()).isTrue();
    }

    @Test
    void aRepeatedSampleWithAnotherFigureDoesNotMoveTheBaseline() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)), snapshot(60, app().cpuSeconds(1500, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(120, app().cpuSeconds(1120, 120)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 100.0);
    }

    @Test
    void aContainerThatWasMissingForACycleGetsTheMeanOverTheGap() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)), empty(60), empty(120), snapshot(180, app()));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(240, app().cpuSeconds(1120, 240)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 50.0);
    }

    @Test
    void cyclesThatNeverTookPlaceDoNotDistortTheMean() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(600, app().cpuSeconds(1600, 600)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 100.0);
    }

    @Test
    void aBaselineOlderThanTenMinutesIsDropped() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(600.001, app().cpuSeconds(1600, 600.001)));

        // Then
        assertThat(measured.values()).isEmpty();
    }

    @Test
    void afterAGapThatWasTooLongTheNextMinuteIsMeasured() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1000, 0)), snapshot(700, app().cpuSeconds(1600, 700)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(760, app().cpuSeconds(1606, 760)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 10.0);
    }

    @Test
    void aSourceWhoseClockWentBackYieldsNoUsageForOneMinute() {
        // Given
        Baseline baseline = after(snapshot(60, app().cpuSeconds(1000, 60)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(120, app().cpuSeconds(1060, 59.999)));

        // Then
        assertThat(measured.values()).isEmpty();
        assertThat(measured.complete()).isFalse();
    }

    @Test
    void aSourceWhoseClockWentBackIsMeasuredFromThereOn() {
        // Given
        Baseline baseline =
                after(snapshot(3600, app().cpuSeconds(1000, 3600)), snapshot(3660, app().cpuSeconds(1060, 60)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(3720, app().cpuSeconds(1075, 120)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 25.0);
    }
}
