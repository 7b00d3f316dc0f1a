package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.after;
import static io.mackerel.agent.metric.Samples.byName;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryUsageTest {
    private static final String USAGE = "container.memory.app.usage";
    private static final String LIMIT = "container.memory.app.limit";

    @Test
    void theFirstSampleYieldsBytesAlready() {
        // Given
        Snapshot first = snapshot(0, app().memoryBytes(123_456_789, 0).limits(null, 536_870_912L));

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, first);

        // Then
        assertThat(byName(measured)).containsExactly(entry(USAGE, 123_456_789.0), entry(LIMIT, 536_870_912.0));
    }

    @Test
    void memoryThatShrinksIsNoRestart() {
        // Given
        Baseline baseline = after(snapshot(0, app().memoryBytes(2000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(60, app().memoryBytes(500, 60)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 500.0);
    }

    @Test
    void aUsageWhoseLimitIsUnknownIsNotPosted() {
        // Given
        Snapshot unlimited = snapshot(0, app().memoryBytes(2000, 0).limits(100.0, null));

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, unlimited);

        // Then
        assertThat(measured.values()).isEmpty();
    }

    @Test
    void aLimitWithoutAUsageIsNotPosted() {
        // Given
        Snapshot unread = snapshot(0, app());

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, unread);

        // Then
        assertThat(measured.values()).isEmpty();
        assertThat(measured.complete()).isTrue();
    }

    @Test
    void theSameTimeStampAsBeforeYieldsNoNewValue() {
        // Given
        Baseline baseline = after(snapshot(0, app().memoryBytes(2000, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(5, app().memoryBytes(2000, 0)));

        // Then
        assertThat(measured.values()).isEmpty();
        assertThat(measured.complete()).isTrue();
    }

    @Test
    void aSourceWhoseClockWentBackIsStillBelieved() {
        // Given
        Baseline baseline = after(snapshot(60, app().memoryBytes(2000, 60)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(120, app().memoryBytes(3000, 0)));

        // Then
        assertThat(byName(measured)).containsEntry(USAGE, 3000.0);
    }

    @Test
    void allValuesCarryTheSecondInWhichTheCollectionBegan() {
        // Given
        Snapshot snapshot = new Snapshot(
                Instant.parse("2026-11-22T13:39:59.999999999Z"),
                List.of(app().memoryBytes(2000, 57.5).sample()),
                List.of(),
                List.of());

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, snapshot);

        // Then
        assertThat(measured.values())
                .hasSize(2)
                .extracting(MetricValue::epochSecond)
                .containsOnly(Instant.parse("2026-11-22T13:39:59Z").getEpochSecond());
    }
}
