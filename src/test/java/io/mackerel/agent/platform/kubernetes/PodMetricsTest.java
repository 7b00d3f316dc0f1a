package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Baseline;
import io.mackerel.agent.metric.ContainerMetrics;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Measurement;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.ContainerFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From two answers of a kubelet to what Mackerel is told. */
class PodMetricsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-22T14:10:00Z");
    private static final String FIRST_RUN = "2026-11-22T14:00:00Z";
    private static final String SECOND_RUN = "2026-11-22T14:10:30Z";
    private static final PodResponse POD = Fixtures.parsedPod("""
            {"spec": {"containers": [{"name": "app", "resources": {"limits": {"cpu": "500m", "memory": "64Mi"}}}]},
             "status": {"containerStatuses": [{"name": "app", "state": {"running": {"startedAt": "%s"}}}]}}
            """.formatted(FIRST_RUN));

    private final PodSnapshots snapshots =
            new PodSnapshots(ContainerFilter.leavingOut(null), new Limits(200.0, 1L << 33));

    @Test
    void usageAndLimitOfEachContainerAreTold() {
        // Given
        Baseline baseline = after(sample(0, FIRST_RUN, 100));

        // When
        Measurement measured = ContainerMetrics.between(baseline, sample(60, FIRST_RUN, 115));

        // Then
        assertThat(byName(measured))
                .isEqualTo(Map.of(
                        "container.cpu.app.usage", 25.0,
                        "container.cpu.app.limit", 50.0,
                        "container.memory.app.usage", 1_000_060.0,
                        "container.memory.app.limit", 67_108_864.0));
    }

    @Test
    void aRestartedContainerYieldsNoCpuUsageForOneInterval() {
        // Given
        Baseline baseline = after(sample(0, FIRST_RUN, 100));

        // When
        Measurement measured = ContainerMetrics.between(baseline, sample(60, SECOND_RUN, 3_000));

        // Then
        assertThat(byName(measured)).containsOnlyKeys("container.memory.app.usage", "container.memory.app.limit");
        assertThat(measured.complete()).isFalse();
    }

    @Test
    void theIntervalAfterARestartIsMeasuredFromTheNewRunsOwnCounter() {
        // Given
        Baseline baseline = after(sample(0, FIRST_RUN, 100), sample(60, SECOND_RUN, 3));

        // When
        Measurement measured = ContainerMetrics.between(baseline, sample(120, SECOND_RUN, 33));

        // Then
        assertThat(byName(measured)).containsEntry("container.cpu.app.usage", 50.0);
        assertThat(measured.complete()).isTrue();
    }

    @Test
    void aCounterThatIsLostForATimeEndsWithTheRightMean() {
        // Given
        Baseline baseline = after(sample(0, FIRST_RUN, 100), sample(60, FIRST_RUN, 0));

        // When
        Measurement measured = ContainerMetrics.between(baseline, sample(120, FIRST_RUN, 130));

        // Then
        assertThat(byName(measured)).containsEntry("container.cpu.app.usage", 25.0);
    }

    @Test
    void aContainerThatIsNotMeasuredYetKeepsTheEarlySamplesGoing() {
        // Given
        Snapshot none = snapshots.snapshot(BEGIN, POD, null, List.of());

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, none);

        // Then
        assertThat(measured.values()).isEmpty();
        assertThat(measured.complete()).isFalse();
    }

    private Snapshot sample(int second, String startTime, long cpuSeconds) {
        Instant at = BEGIN.plusSeconds(second);
        PodStatsResponse stats =
                Fixtures.parsedStats("""
                {"containers": [{"name": "app", "startTime": "%s",
                                 "cpu": {"time": "%s", "usageCoreNanoSeconds": %d},
                                 "memory": {"time": "%s", "workingSetBytes": %d}}]}
                """.formatted(startTime, at, cpuSeconds * 1_000_000_000, at, 1_000_000 + second));
        return snapshots.snapshot(at, POD, stats, List.of());
    }

    private static Baseline after(Snapshot... snapshots) {
        Baseline baseline = Baseline.EMPTY;
        for (Snapshot each : snapshots) {
            baseline = ContainerMetrics.between(baseline, each).baseline();
        }
        return baseline;
    }

    private static Map<String, Double> byName(Measurement measurement) {
        Map<String, Double> values = new LinkedHashMap<>();
        measurement.values().forEach(each -> values.put(each.name().value(), each.value()));
        return values;
    }
}
