package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.after;
import static io.mackerel.agent.metric.Samples.at;
import static io.mackerel.agent.metric.Samples.empty;
import static io.mackerel.agent.metric.Samples.eth0;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Snapshot.Omission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When there has been a value of each series, so that the early samples may end. */
class CompletenessTest {
    @Test
    void aLevelTellsAtFirstAndACounterDoesNot() {
        // When
        Measurement level = ContainerMetrics.between(Baseline.EMPTY, snapshot(0, app().memoryBytes(10, 0)));
        Measurement counter = ContainerMetrics.between(Baseline.EMPTY, snapshot(0, app().cpuSeconds(10, 0)));

        // Then
        assertThat(level.complete()).isTrue();
        assertThat(counter.complete()).isFalse();
    }

    @Test
    void aSeriesThatHasToldStaysToldWhileItsSourceAnswersTheOldReading() {
        // Given
        Baseline baseline = after(
                snapshot(0, app().cpuSeconds(1, 0), sidecar().cpuSeconds(1, 0)),
                snapshot(5, app().cpuSeconds(2, 5), sidecar().cpuSeconds(1, 0)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(10, app().cpuSeconds(2, 5), sidecar().cpuSeconds(3, 10)));

        // Then
        assertThat(measured.values())
                .extracting(each -> each.name().value())
                .containsExactly("container.cpu.sidecar.usage", "container.cpu.sidecar.limit");
        assertThat(measured.complete()).isTrue();
    }

    @Test
    void oneSeriesThatHasNotToldKeepsItIncomplete() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1, 0), sidecar().cpuSeconds(1, 0)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(5, app().cpuSeconds(2, 5), sidecar().cpuSeconds(1, 0)));

        // Then
        assertThat(measured.values()).isNotEmpty();
        assertThat(measured.complete()).isFalse();
    }

    @Test
    void aCounterThatWentBackHasTold() {
        // Given
        Baseline baseline = after(snapshot(0, eth0(100, 100, 0)));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(5, eth0(1, 1, 5)));

        // Then
        assertThat(measured.complete()).isTrue();
    }

    @Test
    void aNewRunOfAContainerHasYetToTell() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1, 0)), snapshot(5, app().cpuSeconds(2, 5)));

        // When
        Measurement measured = ContainerMetrics.between(
                baseline, snapshot(10, app().startedAt(at(7)).cpuSeconds(1, 10)));

        // Then
        assertThat(measured.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void aContainerThatMayComeSoonIsWaitedForAndOneThatWillNotIsNot(boolean passing, boolean complete) {
        // Given
        Snapshot snapshot = new Snapshot(
                at(0),
                List.of(app().memoryBytes(10, 0).sample()),
                List.of(),
                List.of(new Omission("sidecar", "no statistics", passing)));

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, snapshot);

        // Then
        assertThat(measured.complete()).isEqualTo(complete);
    }

    @Test
    void oneContainerThatMayComeSoonIsEnoughToWait() {
        // Given
        Snapshot snapshot = new Snapshot(
                at(0),
                List.of(),
                List.of(),
                List.of(new Omission("gone", "stopped", false), new Omission("new", "no statistics", true)));

        // When
        Measurement measured = ContainerMetrics.between(Baseline.EMPTY, snapshot);

        // Then
        assertThat(measured.complete()).isFalse();
    }

    @Test
    void whatASourceLosesForAWhileNeedNotTellAnew() {
        // Given
        Baseline baseline = after(snapshot(0, app().cpuSeconds(1, 0)), snapshot(5, app().cpuSeconds(2, 5)), empty(10));

        // When
        Measurement measured = ContainerMetrics.between(baseline, snapshot(15, app().cpuSeconds(2, 5)));

        // Then
        assertThat(measured.values()).isEmpty();
        assertThat(measured.complete()).isTrue();
    }

    private static ContainerSampleBuilder sidecar() {
        return app().id("b0").name("sidecar");
    }
}
