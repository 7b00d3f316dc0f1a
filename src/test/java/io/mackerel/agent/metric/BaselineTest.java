package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.after;
import static io.mackerel.agent.metric.Samples.at;
import static io.mackerel.agent.metric.Samples.empty;
import static io.mackerel.agent.metric.Samples.reading;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Baseline.Remembered;
import io.mackerel.agent.metric.Baseline.Series;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineTest {
    @Test
    void containersThatRestartEachMinuteForADayLeaveOnlyTheLastTenMinutes() {
        // Given
        Snapshot[] day = IntStream.range(0, 24 * 60)
                .mapToObj(minute -> snapshot(
                        minute * 60,
                        app().id("run" + minute).cpuSeconds(1, minute * 60).memoryBytes(1, minute * 60)))
                .toArray(Snapshot[]::new);

        // When
        Baseline baseline = after(day);

        // Then
        assertThat(baseline.readings()).hasSize(11 * 2);
        assertThat(baseline.readings().values())
                .allSatisfy(remembered ->
                        assertThat(remembered.seenAt()).isAfterOrEqualTo(at((24 * 60 - 1) * 60 - 600)));
    }

    @Test
    void anEmptyCollectionForgetsNothingTooEarly() {
        // Given
        Snapshot[] collections = {snapshot(0, app().cpuSeconds(1, 0)), empty(600)};

        // When
        Baseline baseline = after(collections);

        // Then
        assertThat(baseline.readings()).hasSize(1);
    }

    @Test
    void whatWasNotSeenForMoreThanTenMinutesIsForgotten() {
        // Given
        Snapshot[] collections = {snapshot(0, app().cpuSeconds(1, 0)), empty(600.001)};

        // When
        Baseline baseline = after(collections);

        // Then
        assertThat(baseline.readings()).isEmpty();
    }

    @Test
    void aBaselineDoesNotChangeWithTheMapThatItWasMadeFrom() {
        // Given
        Series cpu = new Series("4f1d9a", "cpu");
        Map<Series, Remembered> readings = new HashMap<>(Map.of(cpu, new Remembered(reading(1, 0), at(0), true)));
        Baseline baseline = new Baseline(readings);

        // When
        readings.clear();

        // Then
        assertThat(baseline.reading(cpu)).isEqualTo(reading(1, 0));
        assertThat(baseline.reading(new Series("4f1d9a", "memory"))).isNull();
    }
}
